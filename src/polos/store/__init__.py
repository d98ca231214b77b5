"""The data folder: admitted files as immutable Parquet with their papers."""

from polos.store.dataset import Dataset
from polos.store.papers import Papers
from polos.store.store import Receipt, Removed, Store, data_folder

__all__ = ["Dataset", "Papers", "Receipt", "Removed", "Store", "data_folder"]

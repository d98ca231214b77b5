"""The data folder: admitted files as immutable Parquet with their papers."""

from polos.store.dataset import Dataset
from polos.store.papers import Papers
from polos.store.store import Receipt, Store, data_folder

__all__ = ["Dataset", "Papers", "Receipt", "Store", "data_folder"]

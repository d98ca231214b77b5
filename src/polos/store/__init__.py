"""The data folder: admitted files as immutable Parquet with their papers."""

from polos.store.context import ContextPapers, ContextReceipt, ContextStore, ContextTable
from polos.store.dataset import Dataset
from polos.store.papers import Papers
from polos.store.store import Receipt, Removed, Store, data_folder

__all__ = [
    "ContextPapers",
    "ContextReceipt",
    "ContextStore",
    "ContextTable",
    "Dataset",
    "Papers",
    "Receipt",
    "Removed",
    "Store",
    "data_folder",
]

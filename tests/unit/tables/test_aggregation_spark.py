"""Records in Spark are summed in Spark, to the same cells as anywhere else. ``make spark`` runs this."""

import shutil
import subprocess

import numpy as np
import polars as pl
import pytest

from missing import missing
from polos import measures
from polos.errors import WrongColumns, WrongRows
from polos.tables.aggregation import aggregate, matrices_of_records, matrix_of_records
from unit.tables.records_of_plants import COUNT, plants, sums, table_of

pytestmark = pytest.mark.spark
COLUMNS = {"territory": "region", "activity": "industry", "value": "jobs"}
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
}


def java_version() -> int:
    """The major version of Java, 0 where there is none."""
    if shutil.which("java") is None:
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    number = said.split('"')[1] if '"' in said else "0"
    return int(number.split(".")[0])


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """Spark in this process, without a network."""
    pyspark = pytest.importorskip("pyspark.sql", reason="Spark is not installed here: run `make spark`")
    if java_version() < 17:
        missing("Java 17 or newer", "Install the package 'openjdk-17-jre-headless'.")
    patch = pytest.MonkeyPatch()
    patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    builder = pyspark.SparkSession.builder.master("local[2]").appName("polos-tests")
    for name, setting in SETTINGS.items():
        builder = builder.config(name, setting)
    session = builder.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("spark"))).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
    patch.undo()


@pytest.fixture(scope="module")
def rows() -> dict[str, list]:
    return plants()


@pytest.fixture(scope="module")
def frame(spark, rows, tmp_path_factory):
    """The records as a Spark table, read from a file as an agency's records are."""
    path = tmp_path_factory.mktemp("plants") / "plants.parquet"
    pl.DataFrame(rows).write_parquet(path)
    return spark.read.parquet(str(path))


def test_sixty_thousand_records_are_summed_in_spark(frame, rows):
    """The result is a Spark table, and the same as a plain loop gives."""
    summed = aggregate(frame, year="year", **COLUMNS)
    assert type(summed) is type(frame)
    found = {(row.region, row.industry, row.year): (row.jobs, row.records) for row in summed.collect()}
    assert found == sums(rows, "region", "industry", "year")
    assert sum(count for _, count in found.values()) == COUNT


def test_the_matrix_and_its_measures_are_those_of_the_same_records_in_memory(frame, rows):
    in_spark, in_memory = (matrix_of_records(records, **COLUMNS) for records in (frame, pl.DataFrame(rows)))
    expected = table_of(sums(rows, "region", "industry"), in_spark.territories, in_spark.activities)
    np.testing.assert_array_equal(in_spark.values, expected)
    quotients = measures.location_quotient(in_spark).values
    np.testing.assert_array_equal(quotients, measures.location_quotient(in_memory).values)


def test_every_year_has_its_matrix_from_spark(frame, rows):
    from_spark = matrices_of_records(frame, year="year", **COLUMNS)
    in_memory = matrices_of_records(pl.DataFrame(rows), year="year", **COLUMNS)
    assert list(from_spark) == list(in_memory) == ["2020", "2021"]
    for year, found in from_spark.items():
        assert (found.territories, found.activities) == (
            in_memory[year].territories,
            in_memory[year].activities,
        )
        np.testing.assert_array_equal(found.values, in_memory[year].values)


def test_records_are_counted_in_spark(frame):
    found = matrix_of_records(frame, territory="region", activity="industry", absent_is_zero=True)
    assert found.values.sum() == COUNT


def test_what_is_no_amount_is_refused_in_spark(spark):
    wrong = spark.createDataFrame(
        [("n", "x", -1.0), ("n", "x", float("nan"))], ["region", "industry", "jobs"]
    )
    (row,) = aggregate(wrong, **COLUMNS).collect()
    assert (row.jobs, row.records, row.records_unknown, row.records_refused) == (None, 2, 1, 1)
    with pytest.raises(WrongRows, match="negative or infinite jobs"):
        matrix_of_records(wrong, **COLUMNS)


def test_wrong_columns_are_refused_before_spark_works(frame):
    with pytest.raises(WrongColumns, match="also branch"):
        aggregate(frame, territory="branch", activity="industry")

"""Adding the three files of statistics, each by the command line in a process of its own."""

from benchmarks.figures import POLOS, Figure, NotMeasured, Workplace, run

FILES = {
    "eurostat-sbs": "data/eu_employment/eurostat_sbs_nuts2_nace2_2014.parquet",
    "mx-scian": "data/mexico/metro_scian6_employment.parquet",
    "hn-ciiu": "data/honduras/department_ciiu4_employment.csv.gz",
}


def measure(place: Workplace) -> list[Figure | NotMeasured]:
    if place.shared is None:
        return [NotMeasured("data add", "there is no folder of statistics (POLOS_SHARED)")]
    folder = place.folder / "data_add"
    runs = [
        run([POLOS, "data", "add", place.shared / path, "--as", name, "--data", folder])
        for name, path in FILES.items()
    ]
    how = "eurostat-sbs, mx-scian and hn-ciiu one after the other, start of each process included"
    seconds, megabytes = sum(one.seconds for one in runs), max(one.megabytes for one in runs)
    return [
        Figure("data add, three files", seconds, "s", 10, how),
        Figure("data add, most memory", megabytes, "MB", 1000, "the largest of the three processes"),
    ]

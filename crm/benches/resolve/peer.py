"""Splink on the same list: python splink.py FILE.csv; prints a line like the bench's."""

import sys, time, resource
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

path = sys.argv[1]
df = pd.read_csv(path, dtype=str)
df["truth"] = df["rec_id"].str.split("-").str[1]
df = df.rename(columns={"rec_id": "unique_id"})
start = time.time()
settings = SettingsCreator(
    link_type="dedupe_only",
    blocking_rules_to_generate_predictions=[
        block_on("soc_sec_id"), block_on("given_name", "surname"), block_on("date_of_birth"),
        block_on("surname", "postcode"), block_on("given_name", "postcode"), block_on("address_1", "suburb"),
    ],
    comparisons=[
        cl.JaroWinklerAtThresholds("given_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("date_of_birth", [1, 2]),
        cl.LevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.JaroWinklerAtThresholds("address_1", [0.92, 0.8]),
        cl.LevenshteinAtThresholds("postcode", [1, 2]),
        cl.JaroWinklerAtThresholds("suburb", [0.92, 0.8]),
        cl.ExactMatch("state"), cl.ExactMatch("street_number"),
    ],
)
try:
    api = DuckDBAPI()
    linker = Linker(api.register(df), settings)
except Exception:
    linker = Linker(df, settings, DuckDBAPI())
linker.training.estimate_probability_two_random_records_match([block_on("soc_sec_id")], recall=0.8)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("soc_sec_id"))
predictions = linker.inference.predict(threshold_match_probability=0.5)
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, 0.5)
out = clusters.as_pandas_dataframe()
seconds = time.time() - start
pairs = lambda s: (s * (s - 1) / 2).sum()
found, there = pairs(out.groupby("cluster_id").size()), pairs(out.groupby("truth").size())
right = pairs(out.groupby(["cluster_id", "truth"]).size())
p, r = right / found, right / there
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{path.split('/')[-1] + ' splink':<26} {len(out):>8} {p:>9.4f} {r:>9.4f} {2 * p * r / (p + r):>7.4f} {seconds:>8.2f} {peak:>9}")

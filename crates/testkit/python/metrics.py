"""Reads metrics from standard input with Prometheus's own parser, and prints them as JSON: a list of
[name of the family, its type, name of the sample, its labels, its value]."""

import json
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families

print(json.dumps([
    [family.name, family.type, sample.name, sample.labels, sample.value]
    for family in text_string_to_metric_families(sys.stdin.read())
    for sample in family.samples
]))

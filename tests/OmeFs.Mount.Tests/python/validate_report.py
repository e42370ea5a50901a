"""Validates JSON documents of omefs: validate_report.py SCHEMA.json DOCUMENT...; exit code 1 and a line for each that is wrong."""
import json
import sys

from jsonschema import Draft202012Validator

with open(sys.argv[1]) as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
wrong = 0
for path in sys.argv[2:]:
    with open(path) as file:
        document = json.load(file)
    name = document.get("schema") if isinstance(document, dict) else None
    if name not in schema["$defs"] or "/" not in str(name):
        print(f"{path}: no such schema: {name}")
        wrong += 1
        continue
    own = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": "#/$defs/" + name.replace("/", "~1")}
    for error in Draft202012Validator(own).iter_errors(document):
        print(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
        wrong += 1
sys.exit(wrong > 0)

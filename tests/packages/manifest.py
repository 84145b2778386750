# SPDX-License-Identifier: MIT
"""Holds a Kubernetes manifest against the API's own model, as its Python client has it: every key
must be one of its fields, and every value of its type. Usage: manifest.py FILE...; prints of each
what is wrong, a line each, and then what it is."""
import re
import sys

import yaml
from kubernetes.client import models

PLAIN = {"str": str, "int": int, "bool": bool, "float": (int, float), "object": object}


def check(value, type_name, path):
    """`type_name` as the client writes it: V1Pod, list[V1Volume], dict(str, str)."""
    inner = re.fullmatch(r"(list\[|dict\(str, )(.*)[\])]", type_name)
    if inner and inner[1] == "list[":
        if not isinstance(value, list):
            return ["%s: no list" % path]
        return [fault for i, item in enumerate(value) for fault in check(item, inner[2], "%s[%d]" % (path, i))]
    if not isinstance(value, dict) and type_name not in PLAIN:
        return ["%s: no %s" % (path, type_name)]
    if inner:
        return [fault for key, item in value.items() for fault in check(item, inner[2], path + "." + key)]
    if type_name in PLAIN:
        return [] if isinstance(value, PLAIN[type_name]) else ["%s: no %s" % (path, type_name)]
    return check_model(value, getattr(models, type_name), path)


def check_model(value, model, path):
    fields = {json: name for name, json in model.attribute_map.items()}
    faults = []
    for key, item in value.items():
        if key in fields:
            faults += check(item, model.openapi_types[fields[key]], path + "." + key)
        else:
            faults.append("%s.%s: no such field of %s" % (path, key, model.__name__))
    try:  # the client's constructors refuse what lacks a required field
        model(**{fields[key]: item for key, item in value.items() if key in fields})
    except ValueError as error:
        faults.append("%s: %s" % (path, error))
    return faults


for name in sys.argv[1:]:
    with open(name) as file:
        manifest = yaml.safe_load(file)
    KIND = {"apps/v1": "V1", "v1": "V1", "batch/v1": "V1"}[manifest["apiVersion"]] + manifest["kind"]
    print("\n".join(check(manifest, KIND, manifest["kind"]) + [KIND]))

"""Public suites against the store's HTTP API: JSON texts, JSON Patch and JSON Schema.

usage: suites.py URL TOKEN PARSING.js PATCH_TESTS_DIR SCHEMA_TESTS_DIR
"""

import http.client
import json
import pathlib
import sys
import urllib.parse

# What the store refuses on purpose, with the problem that tells it.
REFUSED_SCHEMAS = ("E1359",)

# RFC 8259 leaves names that come twice to the reader; the store refuses them, as it could keep only one.
REFUSED_TEXTS = ("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json")


class Api:
    def __init__(self, url, token):
        self.url = urllib.parse.urlsplit(url)
        self.token = token
        self.connection = http.client.HTTPConnection(self.url.netloc, timeout=20)

    def __call__(self, method, path, body=None, kind="application/json"):
        headers = {"authorization": "Bearer " + self.token}
        if body is not None:
            headers["content-type"] = kind
        self.connection.request(method, self.url.path + path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


def texts(api, path):
    """JSONTestSuite: y_ must be taken, n_ refused, i_ either, and never with a 5xx."""
    source = pathlib.Path(path).read_text(encoding="utf-8")
    cases = json.loads(source[source.index("[") : source.rindex("]") + 1])
    failed = []
    for case in cases:
        body = case["input"].encode("utf-8", "surrogatepass")
        status, answer = api("PUT", "/texts/a", body)
        kind = "n" if case["name"] in REFUSED_TEXTS else case["name"][0]
        taken = status in (200, 201)
        good = taken if kind == "y" else status == 400 if kind == "n" else status in (200, 201, 400)
        if not good:
            failed.append(f"{case['name']}: {status} {answer[:200]}")
        elif taken:
            status, answer = api("GET", "/texts/a")
            if kind == "y" and json.loads(answer) != json.loads(body):
                failed.append(f"{case['name']}: came back as {answer[:200]}")
    return "texts", len(cases), failed


def patches(api, folder):
    """json-patch-test-suite: RFC 6902."""
    failed, count = [], 0
    for file in ("tests.json", "spec_tests.json"):
        for at, case in enumerate(json.loads((pathlib.Path(folder) / file).read_text())):
            if case.get("disabled") or "patch" not in case:
                continue
            count += 1
            name = f"{file} {at} {case.get('comment', '')}"
            api("PUT", "/patches/a", json.dumps(case["doc"]))
            status, answer = api(
                "PATCH", "/patches/a", json.dumps(case["patch"]), "application/json-patch+json"
            )
            if "error" in case:
                _, left = api("GET", "/patches/a")
                if status not in (400, 409) or json.loads(left) != case["doc"]:
                    failed.append(f"{name}: {status}, must fail: {case['error']}")
                continue
            if status != 200:
                failed.append(f"{name}: {status} {answer[:300]}")
                continue
            _, left = api("GET", "/patches/a")
            if "expected" in case and json.loads(left) != case["expected"]:
                failed.append(f"{name}: gives {left[:200]}")
    return "patches", count, failed


def schemas(api, folder):
    """JSON-Schema-Test-Suite, draft 2020-12, without what the store says it does not check."""
    failed, count, refused = [], 0, {}
    for file in sorted(pathlib.Path(folder).glob("*.json")):
        for group in json.loads(file.read_text(encoding="utf-8")):
            name = f"{file.stem}: {group['description']}"
            status, answer = api("PUT", "/schemas/schema", json.dumps(group["schema"]))
            if status not in (200, 201):
                problem = json.loads(answer)
                if status == 400 and problem["code"] in REFUSED_SCHEMAS:
                    refused.setdefault(file.stem, []).append(problem["detail"])
                else:
                    failed.append(f"{name}: {status} {answer[:300]}")
                continue
            for case in group["tests"]:
                count += 1
                status, answer = api("PUT", "/schemas/a", json.dumps(case["data"]))
                if (status in (200, 201)) != case["valid"] or status not in (200, 201, 422):
                    failed.append(f"{name}: {case['description']}: {status} {answer[:300]}")
            api("DELETE", "/schemas/schema")
    for file, problems in refused.items():
        print(f"  {file}: {len(problems)} schemas refused, as: {problems[0]}")
    return "schemas", count, failed


def main():
    url, token, parsing, patch_folder, schema_folder = sys.argv[1:]
    api = Api(url, token)
    bad = False
    for name, count, failed in (
        texts(api, parsing),
        patches(api, patch_folder),
        schemas(api, schema_folder),
    ):
        print(f"{name}: {count - len(failed)} of {count}")
        for each in failed:
            print("  " + each)
        bad = bad or bool(failed)
    sys.exit(bad)


main()

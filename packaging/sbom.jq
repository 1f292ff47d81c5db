# A bill of materials in CycloneDX 1.6: what is in the packages of a system, from what the compiler noted (*.deps.json) and, given as arguments,
# the product's version, the runtime's, the names and versions of Debian's packages, and the time.
def nuget: {type: "library", name: .[0], version: .[1], purl: "pkg:nuget/\(.[0])@\(.[1])", "bom-ref": "pkg:nuget/\(.[0])@\(.[1])"};
def debian: {type: "library", name: .[0], version: .[1], purl: "pkg:deb/debian/\(.[0])@\(.[1])", "bom-ref": "pkg:deb/debian/\(.[0])@\(.[1])"};

[.libraries | to_entries[] | select(.value.type == "package") | .key / "/" | nuget] as $packages
| ["Microsoft.NETCore.App.Runtime.NativeAOT.\($rid)", $runtime] as $aot
| [$debian | split("\n")[] | select(. != "") | split(" ") | debian] as $linked
| {
    bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
    metadata: {
      timestamp: $time,
      component: {type: "application", name: "msmtp-net", version: $version, "bom-ref": "msmtp-net",
        licenses: [{license: {id: "MIT"}}]}
    },
    components: ([$aot | nuget] + $packages + $linked | sort_by(.purl)),
    dependencies: [{ref: "msmtp-net", dependsOn: ([$aot | nuget] + $packages + $linked | map(."bom-ref") | sort)}]
  }

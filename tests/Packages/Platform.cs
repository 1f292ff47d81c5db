// A stranger runs scripts, and packages are installed on Debian.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

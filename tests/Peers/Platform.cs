// The peers are Unix programs.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

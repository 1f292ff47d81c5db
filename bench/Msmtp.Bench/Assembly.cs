using System.Runtime.Versioning;

// posix_spawn, wait4, /proc: where the two programs are compared.
[assembly: SupportedOSPlatform("linux")]

using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>The programs of this machine.</summary>
static class Program
{
    static readonly string[] Folders =
        ["/usr/bin", "/usr/sbin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The path of a program; skips the test if it is not installed.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="package">The Debian package that contains it.</param>
    public static string Find(string name, string package)
    {
        var path = Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{name} is not installed (package {package})");
        return path!;
    }

    /// <summary>The path of our command; skips the test if it has not been built.</summary>
    public static string Ours(Flavour flavour)
    {
        var path = flavour == Flavour.Native ? TestPaths.NativeCommand : TestPaths.ManagedHost;
        Assert.SkipUnless(File.Exists(path), $"{path} is not built: run build.sh");
        return path;
    }

    /// <summary>Skips the test if a file that a program needs is not installed.</summary>
    public static void Needs(string file, string package) => Assert.SkipUnless(File.Exists(file), $"{file} is missing (package {package})");
}

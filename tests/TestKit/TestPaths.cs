namespace Msmtp.TestKit;

/// <summary>The paths of the repository and of what was built from it, found by walking up from the test's own directory.</summary>
public static class TestPaths
{
    /// <summary>The directory that contains msmtp.sln.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests are not running inside the repository.</exception>
    public static string Root { get; } = FindRoot();

    /// <summary>The native command; exists once it has been published.</summary>
    public static string NativeCommand => Path.Combine(Root, "artifacts", "bin", "msmtp");

    /// <summary>The managed host; exists once it has been published.</summary>
    public static string ManagedHost => Path.Combine(Root, "artifacts", "host", "msmtp");

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "msmtp.sln")))
                return folder.FullName;

        throw new DirectoryNotFoundException($"no msmtp.sln above {AppContext.BaseDirectory}");
    }
}

namespace Msmtp.TestKit;

/// <summary>Where the repository and what was built from it lie, found by walking up from the test's own folder.</summary>
public static class TestPaths
{
    /// <summary>The folder that holds msmtp.sln.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests do not run inside the repository.</exception>
    public static string Root { get; } = FindRoot();

    /// <summary>The native command; it exists after it was published.</summary>
    public static string NativeCommand => Path.Combine(Root, "artifacts", "bin", "msmtp");

    /// <summary>The managed host; it exists after it was published.</summary>
    public static string ManagedHost => Path.Combine(Root, "artifacts", "host", "msmtp");

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "msmtp.sln")))
                return folder.FullName;

        throw new DirectoryNotFoundException($"no msmtp.sln above {AppContext.BaseDirectory}");
    }
}

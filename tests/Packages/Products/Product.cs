using Msmtp.TestKit;

namespace Msmtp.Packages.Tests.Products;

/// <summary>What ./package.sh has made, and the programs that look into it.</summary>
static class Product
{
    /// <summary>Where it lies.</summary>
    public static string Folder { get; } = Path.Combine(TestPaths.Root, "artifacts", "dist");

    /// <summary>The files that are called so, in order; there is one at least.</summary>
    public static IReadOnlyList<string> Files(string pattern)
    {
        var files = Directory.Exists(Folder) ? Directory.GetFiles(Folder, pattern) : [];
        Assert.True(files.Length > 0, $"{Folder} has no {pattern}: run ./package.sh before the tests");
        return [.. files.Order(StringComparer.Ordinal)];
    }

    /// <summary>The one that is called so.</summary>
    public static string File(string pattern) => Assert.Single(Files(pattern));

    /// <summary>Unpacks a tarball, or a package of Debian's, in a folder.</summary>
    public static async Task UnpackAsync(string file, string folder)
    {
        Directory.CreateDirectory(folder);
        if (file.EndsWith(".deb", StringComparison.Ordinal))
            await RunAsync("dpkg-deb", "-x", file, folder);
        else
            await RunAsync("tar", "-C", folder, "-xpf", file);
    }

    /// <summary>Unpacks a package of RPM in a folder.</summary>
    public static async Task UnpackRpmAsync(string file, string folder)
    {
        Directory.CreateDirectory(folder);
        await RunAsync("sh", "-c", "rpm2cpio \"$0\" | cpio -D \"$1\" -idm --quiet", file, folder);
    }

    /// <summary>Unpacks a container's image: the files of all its layers.</summary>
    public static async Task UnpackImageAsync(string file, OciImage image, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var layer in image.Layers)
        {
            var path = folder + ".layer";
            await RunAsync("sh", "-c", "tar -xOf \"$0\" \"./$1\" >\"$2\"", file, layer, path);
            await RunAsync("tar", "-C", folder, "-xpf", path);
        }
    }

    /// <summary>Runs a program, which has to succeed; what it prints.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await new CommandRunner(program) { Arguments = arguments, Timeout = TimeSpan.FromMinutes(10) }
            .RunAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result}");
        return result.OutputText;
    }
}

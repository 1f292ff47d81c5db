using System.IO.Compression;
using System.Xml.Linq;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests;

/// <summary>What is in the packages, and what each brings with it.</summary>
[Collection(nameof(Strangers))]
public sealed class PackageContentsTests(Stranger stranger)
{
    /// <summary>Packages of others that ours bring, directly. Every one that is not named here brings none.</summary>
    static readonly Dictionary<string, string[]> Foreign = new()
    {
        ["Msmtp.Host"] = ["McMaster.NETCore.Plugins", "Microsoft.Extensions.Logging.Abstractions"],
        ["Msmtp"] =
        [
            "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions",
            "Microsoft.Extensions.Hosting.Abstractions", "MimeKit",
        ],
        ["Msmtp.Auth.Ntlm"] = ["MailKit", "System.Security.Cryptography.Pkcs"],
        ["Msmtp.Transport.MailKit"] = ["MailKit", "System.Security.Cryptography.Pkcs"],
        ["Msmtp.Testing"] = ["xunit.v3.assert", "xunit.v3.extensibility.core"],
    };

    [Fact]
    public void Everything_that_ships_is_packed()
    {
        var projects = ((string[])["src", "plugins"])
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(TestPaths.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static name => name != "Msmtp.Cli");

        Assert.Equal(projects.Append("Msmtp.Templates").Order(StringComparer.Ordinal), Names().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_package_says_what_it_is_and_may_be_used_for_and_has_its_documentation_and_symbols()
    {
        foreach (var name in Names())
        {
            using var package = Open(name);
            var nuspec = Nuspec(package);
            Assert.Equal("MIT", Value(nuspec, "license"));
            Assert.Equal("README.md", Value(nuspec, "readme"));
            Assert.NotNull(package.GetEntry("README.md"));
            Assert.NotEqual("Package Description", Value(nuspec, "description"));
            if (name == "Msmtp.Templates")
                continue;
            Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.xml"));
            using var symbols = ZipFile.OpenRead(Path.Combine(stranger.Packages, $"{name}.{stranger.Version}.snupkg"));
            Assert.NotNull(symbols.GetEntry($"lib/net10.0/{name}.pdb"));
        }
    }

    [Fact]
    public void A_package_brings_what_it_says_and_asks_for_no_exact_version()
    {
        foreach (var name in Names())
        {
            using var package = Open(name);
            var dependencies = Nuspec(package).Descendants().Where(static element => element.Name.LocalName == "dependency")
                .Select(static element => (Id: element.Attribute("id")!.Value, Version: element.Attribute("version")!.Value)).ToList();

            Assert.All(dependencies, static dependency => Assert.DoesNotContain('[', dependency.Version));
            var foreign = dependencies.Select(static each => each.Id).Where(static id => !id.StartsWith("Msmtp", StringComparison.Ordinal));
            Assert.Equal(Foreign.GetValueOrDefault(name, []), foreign.Order(StringComparer.OrdinalIgnoreCase));
        }
    }

    IEnumerable<string> Names() =>
        Directory.EnumerateFiles(stranger.Packages, "*.nupkg")
            .Select(file => Path.GetFileName(file).Replace($".{stranger.Version}.nupkg", "", StringComparison.Ordinal));

    ZipArchive Open(string name) => ZipFile.OpenRead(Path.Combine(stranger.Packages, $"{name}.{stranger.Version}.nupkg"));

    static XDocument Nuspec(ZipArchive package)
    {
        using var stream = package.Entries.Single(static entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }

    static string? Value(XDocument nuspec, string name) =>
        nuspec.Descendants().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
}

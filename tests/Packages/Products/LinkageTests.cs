using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests.Products;

/// <summary>What the programs in the packages want of the system they are installed on.</summary>
public sealed partial class LinkageTests : IDisposable
{
    static readonly Version Oldest = new(2, 29);
    static readonly string[] Everything = ["--wide", "--file-header", "--dynamic", "--version-info", "--dyn-syms"];

    readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory(Explicit = true)]
    [InlineData("linux-x64", "Advanced Micro Devices X86-64")]
    [InlineData("linux-arm64", "AArch64")]
    public async Task A_program_needs_the_C_library_alone_and_no_newer_one_than_it_says(string rid, string processor)
    {
        await Product.UnpackAsync(Product.File($"*-{rid}.tar.gz"), folder.Path);
        var root = Assert.Single(Directory.GetDirectories(folder.Path));

        foreach (var program in (string[])["bin/msmtp", "lib/msmtp/host/msmtp", "lib/msmtp/host/Msmtp.Cli"])
        {
            var text = await Product.RunAsync("readelf", [.. Everything, $"{root}/{program}"]);
            Assert.Contains(processor, text, StringComparison.Ordinal);
            AssertOld(program, text);
        }
    }

    [Fact(Explicit = true)]
    public async Task A_program_for_this_system_alone_would_be_noticed()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/perl"), "perl is not installed");
        var text = await Product.RunAsync("readelf", [.. Everything, "/usr/bin/perl"]);

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertOld("perl", text));
    }

    static void AssertOld(string program, string text)
    {
        var versions = Versions().Matches(text).Select(static match => Version.Parse(match.Groups[1].Value)).Distinct().ToList();
        Assert.NotEmpty(versions);
        Assert.True(versions.Max() <= Oldest, $"{program} needs glibc {versions.Max()}");
        var libraries = Libraries().Matches(text).Select(static match => match.Groups[1].Value).ToList();
        string[] allowed = program.EndsWith("Msmtp.Cli", StringComparison.Ordinal) ? ["libstdc++.so.6", "libgcc_s.so.1"] : [];
        Assert.All(
            libraries.Except(allowed), static each => Assert.Matches(@"^(lib(c|m|dl|rt|pthread)\.so\.\d|ld-linux-.*\.so\.\d)$", each));
        Assert.DoesNotContain("(RELR)", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"GLIBC_(\d+(?:\.\d+)+)")]
    private static partial Regex Versions();

    [GeneratedRegex(@"Shared library: \[(.*)\]")]
    private static partial Regex Libraries();
}

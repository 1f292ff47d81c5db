using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests.Products;

/// <summary>What is in the packages that administrators install.</summary>
public sealed class ContentsTests : IDisposable
{
    static readonly string[] Names =
        ["/usr/sbin/sendmail", "/usr/lib/sendmail", "/usr/bin/newaliases", "/usr/bin/mailq", "/usr/bin/msmtpd"];

    readonly TempDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Explicit = true)]
    public async Task Everything_is_there_for_both_processors_and_has_its_checksum()
    {
        Assert.Equal(3, Product.Files("*.nupkg").Count);
        Assert.Equal(5, Product.Files("*.deb").Count);
        Assert.Equal(5, Product.Files("*.rpm").Count);
        foreach (var kind in (string[])["*.tar.gz", "*.oci.tar", "*.cdx.json"])
            Assert.Equal(2, Product.Files(kind).Count);

        var sums = await Product.RunAsync("sh", "-c", $"cd '{Product.Folder}' && sha256sum -c SHA256SUMS");

        var files = Product.Files("*").Count(static file => Path.GetFileName(file) is not (".made" or ".packaged" or "SHA256SUMS"));
        Assert.Equal(files, sums.Split(": OK\n").Length - 1);
    }

    [Fact(Explicit = true)]
    public async Task A_package_for_the_system_has_all_names_of_sendmail_and_a_manual_for_each()
    {
        var root = folder.File("mta");
        await Product.UnpackAsync(Product.File("msmtp-net-mta_*_all.deb"), root);
        await Product.UnpackAsync(Product.File("msmtp-net_*_amd64.deb"), root);

        foreach (var name in Names)
            Assert.Equal(root + "/usr/bin/msmtp", File.ResolveLinkTarget(root + name, returnFinalTarget: true)?.FullName);
        string[] pages = ["man1/msmtp.1", "man1/mailq.1", "man1/newaliases.1", "man5/msmtprc.5", "man8/msmtpd.8", "man8/sendmail.8"];
        foreach (var page in pages)
            Assert.True(File.Exists($"{root}/usr/share/man/{page}.gz"), page);
        var settings = await File.ReadAllTextAsync(root + "/etc/msmtprc", Token);
        Assert.Contains("\nsendmail_options strict\n", settings, StringComparison.Ordinal);
        Assert.Contains("\nqueue_socket /run/msmtp/submit\n", settings, StringComparison.Ordinal);
        var unit = await File.ReadAllTextAsync(root + "/lib/systemd/system/msmtpd.service", Token);
        Assert.Contains("--file=/etc/msmtp/accounts", unit, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public async Task Every_package_has_the_same_programs()
    {
        await AssertSameAsync("linux-x64", "amd64", "x86_64");
        await AssertSameAsync("linux-arm64", "arm64", "aarch64");
    }

    [Fact(Explicit = true)]
    public async Task Debians_own_examiner_finds_nothing()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/lintian"), "lintian is not installed");

        var found = await Product.RunAsync(
            "lintian", ["-EvIL", "+pedantic", "--show-overrides", "--tag-display-limit", "0", .. Product.Files("*.deb")]);

        Assert.DoesNotMatch("(?m)^[EWIPXC]: ", found);
        // It has looked: what cannot be otherwise is overridden.
        Assert.Matches("(?m)^O: msmtp-net-mta: ldconfig-escape ", found);
    }

    [Fact(Explicit = true)]
    public async Task Every_manual_and_completion_is_where_a_system_looks_for_it()
    {
        var (debian, red, tarball) = (folder.File("debian"), folder.File("red"), folder.File("tarball"));
        foreach (var file in (string[])["msmtp-net_*_amd64.deb", "msmtp-net-mta_*_all.deb"])
            await Product.UnpackAsync(Product.File(file), debian);
        foreach (var file in (string[])["msmtp-net-?.*.x86_64.rpm", "msmtp-net-mta-*.noarch.rpm"])
            await Product.UnpackRpmAsync(Product.File(file), red);
        await Product.UnpackAsync(Product.File("*-linux-x64.tar.gz"), tarball);
        var (docs, shells) = (Path.Combine(TestPaths.Root, "docs"), Path.Combine(TestPaths.Root, "completions"));

        var pages = Directory.GetFiles(docs, "*.?", SearchOption.AllDirectories).Where(static page => char.IsAsciiDigit(page[^1])).ToList();
        Assert.True(pages.Count >= 3, string.Join(' ', pages));
        foreach (var page in pages)
        {
            var place = Path.Combine("share", "man", Path.GetRelativePath(docs, Path.GetDirectoryName(page)!), "man" + page[^1]);
            var name = Path.GetFileName(page);
            await AssertIsAsync(page, "gzip -dc", $"{debian}/usr/{place}/{name}.gz");
            var chosen = name.Replace("sendmail.", "sendmail.msmtp-net.", StringComparison.Ordinal);
            await AssertIsAsync(page, "gzip -dc", $"{red}/usr/{place}/{chosen}.gz");
            await AssertIsAsync(page, "cat", $"{Assert.Single(Directory.GetDirectories(tarball))}/{place}/{name}");
        }
        foreach (var system in (string[])[debian, red])
        {
            await AssertIsAsync(shells + "/msmtp.bash", "cat", $"{system}/usr/share/bash-completion/completions/msmtp");
            await AssertIsAsync(shells + "/msmtp.bash", "cat", $"{system}/usr/share/bash-completion/completions/msmtpd");
            await AssertIsAsync(shells + "/msmtp.fish", "cat", $"{system}/usr/share/fish/vendor_completions.d/msmtp.fish");
            await AssertIsAsync(shells + "/msmtpd.fish", "cat", $"{system}/usr/share/fish/vendor_completions.d/msmtpd.fish");
        }
        await AssertIsAsync(shells + "/_msmtp", "cat", $"{debian}/usr/share/zsh/vendor-completions/_msmtp");
        await AssertIsAsync(shells + "/_msmtp", "cat", $"{red}/usr/share/zsh/site-functions/_msmtp");
    }

    static async Task AssertIsAsync(string expected, string read, string path) =>
        await Product.RunAsync("sh", "-ec", $"{read} \"$1\" | cmp - \"$0\"", expected, path);

    // Compiled, and not loaded: the kernel need not know AppArmor.
    [Fact(Explicit = true)]
    public async Task The_profile_of_AppArmor_compiles()
    {
        const string parser = "/usr/sbin/apparmor_parser";
        Assert.SkipUnless(File.Exists(parser), "apparmor_parser is not installed");
        await Product.UnpackAsync(Product.File("msmtp-net-mta_*_all.deb"), folder.Path);
        var profile = folder.File("usr", "share", "apparmor", "extra-profiles", "msmtpd");
        var text = await File.ReadAllTextAsync(profile, Token);
        var wrong = folder.Write("wrong", text.Replace("/usr/bin/msmtp mr,", "/usr/bin/msmtp mq,", StringComparison.Ordinal));

        await Product.RunAsync(parser, "-Q", "-K", "-I", "/etc/apparmor.d", profile);

        var refused = await new CommandRunner(parser) { Arguments = ["-Q", "-K", "-I", "/etc/apparmor.d", wrong] }.RunAsync(Token);
        Assert.NotEqual(0, refused.ExitCode);
    }

    [Fact(Explicit = true)]
    public async Task Nobody_learns_where_it_was_built()
    {
        await Product.UnpackAsync(Product.File("*-linux-x64.tar.gz"), folder.Path);
        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        Assert.True(files.Length > 50, $"{files.Length} files");

        foreach (var file in files)
        {
            var octets = await File.ReadAllBytesAsync(file, Token);
            Assert.False(octets.AsSpan().IndexOf(Encoding.UTF8.GetBytes(TestPaths.Root + "/")) >= 0, file);
        }
    }

    [Theory(Explicit = true)]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    public async Task The_bill_of_materials_names_every_library(string rid)
    {
        await Product.UnpackAsync(Product.File($"*-{rid}.tar.gz"), folder.Path);
        var bill = JsonElement.Parse(await File.ReadAllTextAsync(Product.File($"*-{rid}.cdx.json"), Token));

        var components = bill.GetProperty("components").EnumerateArray().ToDictionary(
            static each => each.GetProperty("name").GetString()!, static each => each.GetProperty("version").GetString()!);
        var foreign = Directory.GetFiles(folder.Path, "*.dll", SearchOption.AllDirectories)
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static name => !name.StartsWith("Msmtp", StringComparison.Ordinal)).ToList();
        Assert.Contains("MimeKit", foreign);
        Assert.Empty(foreign.Except(components.Keys));
        Assert.Matches(@"^10\.\d+\.\d+$", components[$"Microsoft.NETCore.App.Runtime.NativeAOT.{rid}"]);
        Assert.StartsWith("2.31-", components["libc6-dev"], StringComparison.Ordinal);
        Assert.All(components.Values, static version => Assert.Matches(@"^\d", version));
    }

    async Task AssertSameAsync(string rid, string debian, string rpm)
    {
        var (tarball, package, red) = (folder.File(rid), folder.File(debian), folder.File(rpm));
        await Product.UnpackAsync(Product.File($"*-{rid}.tar.gz"), tarball);
        foreach (var name in (string[])["msmtp-net", "msmtp-net-host"])
        {
            await Product.UnpackAsync(Product.File($"{name}_*_{debian}.deb"), package);
            await Product.UnpackRpmAsync(Product.File($"{name}-?.*.{rpm}.rpm"), red);
        }
        var tool = folder.File(rid + "-tool", "tools", "any");
        await ZipFile.ExtractToDirectoryAsync(Product.File($"Msmtp.Tool.{rid}.*.nupkg"), folder.File(rid + "-tool"), Token);

        var from = Assert.Single(Directory.GetDirectories(tarball));
        foreach (var copy in (string[])[package + "/usr", red + "/usr"])
            foreach (var part in (string[])["bin/msmtp", "lib/msmtp/host"])
                await Product.RunAsync("diff", "-r", $"{from}/{part}", $"{copy}/{part}");
        await Product.RunAsync("diff", $"{from}/bin/msmtp", $"{tool}/{rid}/msmtp");
        await Product.RunAsync("diff", "-r", $"{from}/lib/msmtp/host", $"{tool}/host");
    }
}

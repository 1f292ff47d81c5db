using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests.Products;

/// <summary>A mail by what each kind of package installs.</summary>
[Collection(nameof(Strangers))]
public sealed class SendingTests(Stranger stranger) : IDisposable
{
    readonly TempDirectory folder = new();
    readonly TestCertificates certificates = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        certificates.Dispose();
        folder.Dispose();
    }

    [Fact(Explicit = true)]
    public async Task Installed_as_a_dotnet_tool()
    {
        await File.WriteAllTextAsync(folder.File("nuget.config"), $"""
            <configuration><packageSources><clear /><add key="made" value="{Product.Folder}" /></packageSources></configuration>
            """, Token);

        await stranger.DotnetAsync(folder.Path, "tool", "install", "Msmtp.Tool", "--tool-path", folder.File("tools"));

        await AssertSendsAsync(folder.File("tools", "msmtp"), "");
        await AssertSendsByAPluginAsync(folder.File("tools", "msmtp"));
    }

    [Fact(Explicit = true)]
    public async Task Installed_from_the_tarball()
    {
        await Product.UnpackAsync(Product.File("*-linux-x64.tar.gz"), folder.File("unpacked"));
        var prefix = folder.File("some where");

        var told = await Product.RunAsync(Assert.Single(Directory.GetDirectories(folder.File("unpacked"))) + "/install.sh", prefix);

        Assert.Equal($"installed: {prefix}/bin/msmtp\n", told);
        await AssertSendsAsync($"{prefix}/bin/msmtp", "");
        await AssertSendsByAPluginAsync($"{prefix}/bin/msmtp");
        // Over the one that is there, of which nothing stays.
        await File.WriteAllTextAsync($"{prefix}/lib/msmtp/host/Old.dll", "", Token);
        await Product.RunAsync(Assert.Single(Directory.GetDirectories(folder.File("unpacked"))) + "/install.sh", prefix);
        Assert.False(File.Exists($"{prefix}/lib/msmtp/host/Old.dll"));
        var unit = await File.ReadAllTextAsync($"{prefix}/lib/systemd/user/msmtp-queue.service", Token);
        Assert.Contains($"ExecStart={prefix}/bin/msmtp ", unit, StringComparison.Ordinal);
    }

    [Theory(Explicit = true)]
    [InlineData("linux-x64", "amd64", "")]
    [InlineData("linux-arm64", "arm64", "/usr/bin/qemu-aarch64-static")]
    public async Task In_a_container(string rid, string processor, string emulator)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only the superuser can change the root");
        Assert.SkipUnless(emulator.Length == 0 || File.Exists(emulator), $"{emulator} is not installed");
        var (file, root) = (Product.File($"*-{rid}.oci.tar"), folder.File("root"));
        var image = await OciImage.ReadAsync(file);
        await Product.UnpackImageAsync(file, image, root);
        await File.WriteAllTextAsync(root + "/etc/authority.pem", certificates.Authority.ExportCertificatePem(), Token);
        if (emulator.Length > 0)
            File.Copy(emulator, root + "/emulator");

        var settings = image.Configuration.GetProperty("config");
        Assert.Equal(processor, image.Configuration.GetProperty("architecture").GetString());
        Assert.Equal("65532:65532", settings.GetProperty("User").GetString());
        Assert.Equal(["/usr/bin/msmtp"], settings.GetProperty("Entrypoint").EnumerateArray().Select(static each => each.GetString()));
        Assert.True(new FileInfo(root + "/etc/ssl/certs/ca-certificates.crt").Length > 100_000);
        string[] emulated = emulator.Length > 0 ? ["/emulator"] : [];
        var version = await Product.RunAsync("chroot", ["--userspec=65532:65532", root, .. emulated, "/usr/bin/msmtp", "--version"]);
        Assert.Contains($"Platform: {rid}", version, StringComparison.Ordinal);
        await AssertSendsByTlsAsync("chroot", ["--userspec=65532:65532", root, .. emulated, "/usr/bin/msmtp"]);
    }

    async Task AssertSendsAsync(string command, string lines)
    {
        await using var sink = MailSink.Start();

        var sent = await stranger.SendAsync($"{lines}\naccount default\nhost 127.0.0.1\nport {sink.Port}\nfrom me@example.org", command);

        Assert.True(sent.ExitCode == 0, sent.ToString());
        Assert.Equal(["you@example.net"], (await sink.NextMailAsync(Token)).Recipients);
    }

    async Task AssertSendsByAPluginAsync(string command)
    {
        await stranger.InstallSampleAsync("Log.Json");

        await AssertSendsAsync(command, "plugin Log.Json\ndefaults\njsonlog ~/packaged.jsonl");

        var log = Path.Combine(stranger.Home, "packaged.jsonl");
        Assert.Contains("you@example.net", await File.ReadAllTextAsync(log, Token), StringComparison.Ordinal);
        File.Delete(log);
    }

    async Task AssertSendsByTlsAsync(string program, params string[] arguments)
    {
        await using var sink = MailSink.Start(options => options with { TlsMode = TlsMode.StartTls, Certificate = certificates.Good });

        var sent = await new CommandRunner(program)
        {
            Arguments =
            [
                .. arguments, "--host=127.0.0.1", $"--port={sink.Port}", "--tls=on", "--tls-trust-file=/etc/authority.pem",
                "--from=me@example.org", "you@example.net",
            ],
            Input = "Subject: hello\n\nhello\n"u8.ToArray(),
        }.RunAsync(Token);

        Assert.True(sent.ExitCode == 0, sent.ToString());
        Assert.Equal(["you@example.net"], (await sink.NextMailAsync(Token)).Recipients);
        Assert.Contains("STARTTLS", sink.Commands);
    }
}

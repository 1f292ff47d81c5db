using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests.Products;

/// <summary>A mail by what each kind of package installs.</summary>
public sealed class SendingTests(Newcomer newcomer) : IClassFixture<Newcomer>, IDisposable
{
    const string Plugin = "Json.New";
    const string Authorities = "/etc/ssl/certs/ca-certificates.crt";

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

        await newcomer.DotnetAsync(folder.Path, "tool", "install", "Msmtp.Tool", "--tool-path", folder.File("tools"));

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
        string[] command = ["chroot", "--userspec=65532:65532", root, .. emulated, "/usr/bin/msmtp"];
        await AssertSendsByTlsAsync([.. command, "--tls-trust-file=/etc/authority.pem"]);

        // Whom the image trusts by itself: those of its file of authorities, and nobody else.
        await AssertTrustsNotAsync([.. command, "--tls-trust-file=system"]);
        await File.AppendAllTextAsync(root + Authorities, certificates.Authority.ExportCertificatePem() + "\n", Token);
        await AssertSendsByTlsAsync([.. command, "--tls-trust-file=system"]);
    }

    // In a mount namespace with one kind of control groups, whichever this system has, because not every runtime can do with all of them.
    [Fact(Explicit = true)]
    public async Task In_a_container_of_podman()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only the superuser can mount");
        Assert.SkipUnless(File.Exists("/usr/bin/podman"), "podman is not installed");
        var authority = folder.File("authority.pem");
        await File.WriteAllTextAsync(authority, certificates.Authority.ExportCertificatePem(), Token);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        var podman = $"podman --root {folder.File("store")} --runroot {folder.File("run")} --storage-driver vfs --cgroup-manager cgroupfs";
        const string limits = "--cgroups disabled --ulimit nofile=1024:1024 --ulimit nproc=1000:1000";
        await Product.RunAsync("sh", "-c", $"{podman} load -q -i \"$0\"", Product.File("*-linux-x64.oci.tar"));
        var name = (await Product.RunAsync("sh", "-c", $"{podman} images --format '{{{{.Repository}}}}:{{{{.Tag}}}}'")).Trim();
        var run = $"""
            umount -R /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup || exit 77
            exec {podman} run --rm -i --network host {limits} -v {authority}:{Authorities}:ro {name} "$@"
            """;

        Assert.Matches(@"^localhost/msmtp-net:\d+\.\d+\.\d+$", name);
        await AssertSendsByTlsAsync(["unshare", "-m", "sh", "-c", run, "sh", "--tls-trust-file=system"]);
    }

    async Task<CommandResult> AssertSendsAsync(string command, string lines)
    {
        await using var sink = MailSink.Start();

        var sent = await newcomer.SendAsync($"{lines}\naccount default\nhost 127.0.0.1\nport {sink.Port}\nfrom me@example.org", command);

        Assert.True(sent.ExitCode == 0, sent.ToString());
        Assert.Equal(["you@example.net"], (await sink.NextMailAsync(Token)).Recipients);
        return sent;
    }

    // The plugin tells of each mail by a library that it has brought along.
    async Task AssertSendsByAPluginAsync(string command)
    {
        if (!Directory.Exists(Path.Combine(newcomer.Plugins, Plugin)))
            newcomer.Install(Path.Combine(TestPaths.Root, "tests", "Samples", Plugin, "bin", "Release", "net10.0"), Plugin);

        var sent = await AssertSendsAsync(command, $"plugin {Plugin}");

        Assert.Contains("\"Plugin\":\"json.new\"", sent.ErrorText, StringComparison.Ordinal);
    }

    async Task AssertSendsByTlsAsync(params IReadOnlyList<string> command)
    {
        await using var sink = StartTls();

        var sent = await SendByTlsAsync(sink, command);

        Assert.True(sent.ExitCode == 0, sent.ToString());
        Assert.Equal(["you@example.net"], (await sink.NextMailAsync(Token)).Recipients);
        Assert.Contains("STARTTLS", sink.Commands);
    }

    async Task AssertTrustsNotAsync(params IReadOnlyList<string> command)
    {
        await using var sink = StartTls();

        var sent = await SendByTlsAsync(sink, command);

        Assert.NotEqual(0, sent.ExitCode);
        Assert.Contains("TLS certificate verification failed", sent.ErrorText, StringComparison.Ordinal);
        Assert.Null(sink.TakeMail());
    }

    MailSink StartTls() => MailSink.Start(options => options with { TlsMode = TlsMode.StartTls, Certificate = certificates.Good });

    static Task<CommandResult> SendByTlsAsync(MailSink sink, IReadOnlyList<string> command) => new CommandRunner(command[0])
    {
        Arguments = [.. command.Skip(1), "--host=127.0.0.1", $"--port={sink.Port}", "--tls=on", "--from=me@example.org", "you@example.net"],
        Input = "Subject: hello\n\nhello\n"u8.ToArray(),
        Timeout = TimeSpan.FromMinutes(2),
    }.RunAsync(Token);
}

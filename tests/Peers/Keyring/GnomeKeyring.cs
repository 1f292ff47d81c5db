using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>gnome-keyring on a bus of its own, with an empty, unlocked keyring.</summary>
public sealed class GnomeKeyring : IAsyncLifetime
{
    const string Daemon = "/usr/bin/gnome-keyring-daemon";
    const string SecretTool = "/usr/bin/secret-tool";
    const string Service = "org.freedesktop.secrets";
    const string Root = "/org/freedesktop/secrets";
    const string Call = "dbus-send --session --print-reply";
    const string MasterPassword = "the keyring's own";

    readonly TempDirectory home = new();
    SessionBusDaemon? bus;
    Process? process;

    /// <summary>Why there is none; null: there is one.</summary>
    public static string? Missing { get; } =
        !File.Exists(Daemon) ? "gnome-keyring-daemon is not installed (package gnome-keyring)"
        : !File.Exists(SecretTool) ? "secret-tool is not installed (package libsecret-tools)"
        : SessionBusDaemon.Missing;

    /// <summary>The environment of the programs of this session; a test that needs it is skipped if there is no keyring.</summary>
    public IReadOnlyDictionary<string, string> Session => new Dictionary<string, string>
    {
        ["DBUS_SESSION_BUS_ADDRESS"] = Bus.Address,
        ["XDG_RUNTIME_DIR"] = Bus.RuntimeFolder,
    };

    /// <summary>How often the user would have been asked to unlock it.</summary>
    public int PromptCount => Bus.PromptCount;

    SessionBusDaemon Bus
    {
        get
        {
            Assert.SkipWhen(bus is null, Missing ?? "");
            return bus!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        bus = await SessionBusDaemon.StartAsync(CancellationToken.None);
        process = Process.Start(Begin())!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        await process.StandardInput.WriteAsync(MasterPassword);
        process.StandardInput.Close();
        await ShellAsync(
            $"until {Call} --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner string:{Service}; do sleep 0.01; done");
    }

    /// <summary>Stores a password as a user does.</summary>
    /// <param name="password">The password.</param>
    /// <param name="attributes">Names and values, alternating.</param>
    public async Task StoreAsync(byte[] password, params IReadOnlyList<string> attributes) =>
        await DoAsync(SecretTool, ["store", "--label=test", .. attributes], password);

    /// <summary>Locks it.</summary>
    public Task LockAsync() =>
        ShellAsync($"{Call} --dest={Service} {Root} org.freedesktop.Secret.Service.Lock array:objpath:{Root}/collection/login");

    /// <summary>Unlocks it as the login screen does, through the daemon's own socket.</summary>
    public async Task UnlockAsync()
    {
        // An octet for the credentials, then length, operation (1: unlock) and the password with its length; the answer is a length and 0.
        var password = Encoding.UTF8.GetBytes(MasterPassword);
        var request = new byte[13 + password.Length];
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(1), 12 + password.Length);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(5), 1);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(9), password.Length);
        password.CopyTo(request, 13);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(Bus.RuntimeFolder, "keyring", "control")));
        await socket.SendAsync(request.AsMemory(..1));
        await socket.SendAsync(request.AsMemory(1..));
        using var stream = new NetworkStream(socket);
        var answer = new byte[8];
        await stream.ReadExactlyAsync(answer);
        Assert.Equal([0, 0, 0, 8, 0, 0, 0, 0], answer);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        bus?.Dispose();
        home.Dispose();
        return default;
    }

    ProcessStartInfo Begin()
    {
        var start = new ProcessStartInfo(Daemon, ["--foreground", "--unlock", "--components=secrets"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,   // It reports each dialog that it cannot open.
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return start;
    }

    Dictionary<string, string> Environment => new(Session)
    {
        ["HOME"] = home.Path,
        ["XDG_DATA_HOME"] = home.File(".local"),
        ["XDG_CACHE_HOME"] = home.File(".cache"),
        ["XDG_CONFIG_HOME"] = home.File(".config"),
    };

    Task ShellAsync(string script) => DoAsync("/bin/sh", ["-c", script], []);

    async Task DoAsync(string program, IReadOnlyList<string> arguments, byte[] input)
    {
        var runner = new CommandRunner(program) { Arguments = arguments, Environment = Environment, Input = input };
        var result = await runner.RunAsync(CancellationToken.None);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {result}");
    }
}

using System.Diagnostics;
using System.Net.Sockets;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A message bus for the session of a user who has nothing else: its socket is where a desktop's is.</summary>
sealed class SessionBusDaemon : IDisposable
{
    const string Daemon = "/usr/bin/dbus-daemon";
    const string Prompter = "org.gnome.keyring.SystemPrompter";

    readonly TempDirectory runtime = new();
    readonly Process process;

    SessionBusDaemon()
    {
        // The only service that this bus starts is the dialog that asks for the keyring's password: it records that and asks no one.
        var prompter = runtime.Write("prompter", $"echo asked >>'{Prompts}'\nexit 1\n");
        runtime.Write("services/prompter.service", $"[D-BUS Service]\nName={Prompter}\nExec=/bin/sh {prompter}\n");
        runtime.Write(
            "bus.conf",
            $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
              "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>session</type>
              <listen>{Address}</listen>
              <servicedir>{runtime.File("services")}</servicedir>
              <policy context="default">
                <allow send_destination="*"/>
                <allow receive_sender="*"/>
                <allow own="*"/>
              </policy>
            </busconfig>
            """);
        process = Process.Start(new ProcessStartInfo(Daemon, [$"--config-file={runtime.File("bus.conf")}", "--nofork", "--nopidfile"])
        {
            RedirectStandardError = true,   // It reports each service that it starts.
        })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
    }

    /// <summary>Why there is none; null: there is one.</summary>
    public static string? Missing { get; } = File.Exists(Daemon) ? null : "dbus-daemon is not installed (package dbus)";

    /// <summary>Its address, for <c>DBUS_SESSION_BUS_ADDRESS</c>.</summary>
    public string Address => $"unix:path={runtime.File("bus")}";

    /// <summary>The directory for <c>XDG_RUNTIME_DIR</c>.</summary>
    public string RuntimeFolder => runtime.Path;

    /// <summary>How often the user would have been asked for the keyring's password.</summary>
    public int PromptCount => File.Exists(Prompts) ? File.ReadAllLines(Prompts).Length : 0;

    string Prompts => runtime.File("prompts");

    public static async Task<SessionBusDaemon> StartAsync(CancellationToken cancellationToken)
    {
        var bus = new SessionBusDaemon();
        try
        {
            var socket = new UnixDomainSocketEndPoint(bus.runtime.File("bus"));
            await Eventually.TrueAsync("the bus listens", () => Ports.IsOpen(socket), cancellationToken);
            return bus;
        }
        catch
        {
            bus.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        runtime.Dispose();
    }
}

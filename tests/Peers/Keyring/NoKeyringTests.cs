using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Without a keyring there is no complaint, and the next source is asked.</summary>
public sealed class NoKeyringTests : IDisposable
{
    readonly TempDirectory folder = new();

    public static TheoryData<Flavour> Flavours { get; } = new(Enum.GetValues<Flavour>());

    public static MatrixTheoryData<Flavour, string> DeadAddresses { get; } = new(
        Enum.GetValues<Flavour>(),
        ["", "unix:path=/nowhere/bus", "tcp:host=127.0.0.1,port=1", "nonsense", "disabled:"]);

    [Theory, MemberData(nameof(DeadAddresses))]
    public async Task No_bus(Flavour flavour, string address) =>
        Assert.Equal(Attempt.With("of-netrc"), await SendAsync(flavour, new() { ["DBUS_SESSION_BUS_ADDRESS"] = address }));

    [Theory, MemberData(nameof(Flavours))]
    public async Task A_bus_without_a_keyring(Flavour flavour)
    {
        Assert.SkipWhen(SessionBusDaemon.Missing is not null, SessionBusDaemon.Missing ?? "");
        using var bus = await SessionBusDaemon.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Attempt.With("of-netrc"), await SendAsync(flavour, new() { ["DBUS_SESSION_BUS_ADDRESS"] = bus.Address }));
    }

    [Theory, MemberData(nameof(Flavours))]
    public async Task No_bus_is_started(Flavour flavour)
    {
        var trace = folder.File("started");
        var launcher = folder.Write("dbus-launch", $"#!/bin/sh\necho >>'{trace}'\nexit 1\n");
        File.SetUnixFileMode(launcher, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var desktop = new Dictionary<string, string> { ["DISPLAY"] = ":99", ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}" };

        Assert.Equal(Attempt.With("of-netrc"), await SendAsync(flavour, desktop));
        Assert.Equal(Attempt.With("of-netrc"), await SendAsync(flavour, new(desktop) { ["DBUS_SESSION_BUS_ADDRESS"] = "autolaunch:" }));
        Assert.False(File.Exists(trace));
    }

    public void Dispose() => folder.Dispose();

    static async Task<Attempt> SendAsync(Flavour flavour, Dictionary<string, string> session)
    {
        await using var server = new LoginServer();
        server.Write(".netrc", "machine 127.0.0.1 login joe password of-netrc\n");
        return await server.SendAsync(Program.Ours(flavour), session, "joe");
    }
}

using System.Net.Sockets;
using Msmtp.TestKit;

namespace Msmtp.Secrets.Keyring.Tests;

public sealed class SessionBusTests : IDisposable
{
    readonly TempDirectory runtime = new();

    [Theory]
    [InlineData("unix:path=/run/user/1000/bus", true)]
    [InlineData("unix:abstract=/tmp/dbus-x,guid=0", true)]
    [InlineData("autolaunch:", false)]
    [InlineData("unix:path=/x;autolaunch:", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_address_is_a_bus_unless_one_would_be_started(string? address, bool isThere) =>
        Assert.Equal(isThere, IsThere(address, null));

    [Fact]
    public void Without_an_address_the_socket_in_the_runtime_folder_counts()
    {
        Assert.False(IsThere(null, runtime.Path));

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(runtime.File("bus")));

        Assert.True(IsThere(null, runtime.Path));
        Assert.True(IsThere("", runtime.Path));
    }

    [Fact]
    public void An_address_that_starts_a_bus_is_not_made_good_by_the_socket()
    {
        runtime.Write("bus", "");

        Assert.False(IsThere("autolaunch:", runtime.Path));
    }

    [Fact]
    public void An_empty_runtime_folder_is_none() => Assert.False(IsThere(null, ""));

    public void Dispose() => runtime.Dispose();

    static bool IsThere(string? address, string? folder) => new SessionBus(name => name switch
    {
        "DBUS_SESSION_BUS_ADDRESS" => address,
        "XDG_RUNTIME_DIR" => folder,
        _ => throw new ArgumentException(name),
    }).IsThere();
}

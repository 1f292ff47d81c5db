using System.Net.Sockets;
using System.Runtime.Versioning;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.Serving;

[UnsupportedOSPlatform("windows")]
public sealed class ListenerTests : IDisposable
{
    readonly TempDirectory home = new();

    MsmtpdArguments Arguments => new() { Socket = home.File("socket") };

    [Fact]
    public void A_socket_that_was_left_behind_is_in_nobodys_way()
    {
        using (Listener.Open(Arguments))
        {
            // The framework removes it when it is disposed, and a crash does not.
            File.Move(home.File("socket"), home.File("kept"));
        }
        File.Move(home.File("kept"), home.File("socket"));

        using var second = Listener.Open(Arguments);

        Assert.True(second.IsBound);
    }

    [Fact]
    public void A_file_is_never_taken_for_one()
    {
        home.Write("socket", "mine");

        Assert.Throws<SocketException>(() => Listener.Open(Arguments));
        Assert.Equal("mine", File.ReadAllText(home.File("socket")));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told()
    {
        var e = Assert.Throws<MailException>(() => Listener.Open(new() { Socket = home.File("nowhere/socket") }));

        Assert.Equal((3, $"cannot bind to {home.File("nowhere/socket")}: No such file or directory"), ((int)e.ExitCode, e.Message));
    }

    public void Dispose() => home.Dispose();
}

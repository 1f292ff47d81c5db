using System.Net;
using System.Net.Sockets;

namespace Msmtp.Cli;

/// <summary>Opens the socket at which msmtpd listens.</summary>
static class Listener
{
    const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <exception cref="SocketException">It cannot be opened.</exception>
    /// <exception cref="MailException">There is no folder for it.</exception>
    public static Socket Open(MsmtpdArguments arguments)
    {
        if (arguments.Socket is not { } path)
            return Bind(arguments.Interface.AddressFamily, new IPEndPoint(arguments.Interface, arguments.Port));
        // For a folder that is not there the framework has a word of its own.
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new MailException(MsmtpdArguments.CannotStart, DeliveryStage.Configure, $"cannot bind to {path}: No such file or directory");
        RemoveStale(path);
        var socket = Bind(AddressFamily.Unix, new UnixDomainSocketEndPoint(path));
        // Who it is, the system says; who may come, the folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, Everybody);
        return socket;
    }

    static Socket Bind(AddressFamily family, EndPoint place)
    {
        var socket = new Socket(family, SocketType.Stream, family == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            // Sessions that have just ended must not keep a new server out.
            if (family != AddressFamily.Unix)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(place);
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // A process that was killed leaves its socket behind, at which nobody answers. Nobody answers at a file either, but that holds something.
    static void RemoveStale(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > 0)
            return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
    }
}

using System.Globalization;
using System.Net.Sockets;
using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// The listening sockets that the system's service manager has opened for this process, in the form of sd_listen_fds(3): LISTEN_FDS of them,
/// from descriptor 3, for the process LISTEN_PID.
/// </summary>
static class Activation
{
    const int FirstDescriptor = 3;
    const int Most = 64;

    /// <summary>The sockets; none if this process was not started for any.</summary>
    /// <exception cref="SocketException">One of them is no socket.</exception>
    public static List<Socket> Sockets(UserEnvironment user)
    {
        var sockets = new List<Socket>();
        if (Number(user.Variable("LISTEN_PID")) != Environment.ProcessId)
            return sockets;
        var count = Math.Min(Number(user.Variable("LISTEN_FDS")), Most);
        for (var i = 0; i < count; i++)
        {
            // Commands that this process starts must neither have the sockets nor believe that they have them.
            _ = Libc.SetControl(FirstDescriptor + i, Libc.SetFlags, Libc.ClosedByExec);
            sockets.Add(new Socket(new SafeSocketHandle(FirstDescriptor + i, ownsHandle: true)));
        }
        return sockets;
    }

    static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

using System.Net.Sockets;
using System.Security.Cryptography;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>One connection of a browser. It never waits for the browser, and no failure of the network leaves it.</summary>
sealed class LoopbackConnection : IDisposable
{
    // An answer is shorter than what any system buffers; a browser that has stopped reading gets no more.
    static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(1);

    readonly byte[] head = new byte[BrowserRequest.LongestHead];
    int length;
    bool isAnswered;

    public LoopbackConnection(Socket socket)
    {
        Socket = socket;
        socket.Blocking = false;
    }

    public Socket Socket { get; }

    /// <summary>Receives what has arrived. False: the browser has hung up.</summary>
    public bool TryReceive()
    {
        // After the answer what still comes is thrown away: closing with unread octets would reset the connection, and the answer with
        // it.
        var room = isAnswered ? head : head.AsSpan(length);
        var count = Socket.Receive(room, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return true;
        if (error != SocketError.Success || count == 0)
            return false;
        length += isAnswered ? 0 : count;
        return true;
    }

    /// <summary>The request; null if it is not whole, or answered already.</summary>
    /// <exception cref="InvalidDataException">It is not a request.</exception>
    public BrowserRequest? ReadRequest() => isAnswered ? null : BrowserRequest.Read(head.AsSpan(0, length));

    /// <summary>Sends the answer, and that nothing more comes.</summary>
    public void Answer(ReadOnlySpan<byte> answer)
    {
        isAnswered = true;
        while (!answer.IsEmpty)
        {
            var count = Socket.Send(answer, SocketFlags.None, out var error);
            if (error == SocketError.Success)
                answer = answer[count..];
            else if (error != SocketError.WouldBlock || !Socket.Poll(WritePatience, SelectMode.SelectWrite))
                return;
        }
        Finish();
    }

    public void Dispose()
    {
        // It has the code in it.
        CryptographicOperations.ZeroMemory(head);
        Socket.Dispose();
    }

    void Finish()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The browser was faster.
        }
    }
}

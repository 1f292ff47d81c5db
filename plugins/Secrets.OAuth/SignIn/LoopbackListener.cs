using System.Net;
using System.Net.Sockets;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>
/// Listens on 127.0.0.1 for the browser that comes back (RFC 8252 §7.3), on the caller's thread. Browsers open connections beforehand and
/// leave them silent, ask for an icon, and ask twice: any number of connections is served at once, and only the response that carries the
/// state counts, once. Its browser waits for <see cref="Answer"/>, so that the page can tell what became of the code.
/// </summary>
sealed class LoopbackListener : IDisposable
{
    const int MostConnections = 64;
    const int MostRounds = 32;

    // What a browser asks by itself, it asks right after the page.
    static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    readonly Socket socket;
    readonly string path;
    readonly List<LoopbackConnection> connections = [];
    readonly List<LoopbackConnection> waiting = [];
    bool hasCome;
    byte[]? last;

    LoopbackListener(Socket socket, string redirectUri)
    {
        this.socket = socket;
        Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        // The authority ends at the first slash after http://, or nowhere.
        var end = redirectUri.IndexOf('/', "http://".Length);
        path = end < 0 ? "/" : redirectUri[end..];
        RedirectUri = $"{(end < 0 ? redirectUri : redirectUri[..end])}:{Port}{(end < 0 ? "" : path)}";
    }

    public int Port { get; }

    /// <summary>The redirect URI with the port.</summary>
    public string RedirectUri { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="port">The port; 0 for any.</param>
    /// <param name="redirectUri">The redirect URI without a port.</param>
    /// <exception cref="MailException">The port is taken.</exception>
    public static LoopbackListener Open(int port, string redirectUri)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            // A connection that is gone before it is accepted must not make this one wait.
            socket.Blocking = false;
            return new LoopbackListener(socket, redirectUri);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new MailException(
                ExitCode.OsErr, DeliveryStage.Configure, $"cannot listen on port {port} of 127.0.0.1: {SystemError.Describe(e)}", inner: e)
            {
                Advice = "choose another oauth_redirect_port, or none for any that is free",
            };
        }
    }

    /// <summary>Serves whoever asks, until somebody did or the time is up. Null: the response has not come.</summary>
    /// <param name="state">What the response has to carry.</param>
    /// <param name="within">How long to wait for somebody.</param>
    public AuthorizationResponse? Serve(string state, TimeSpan within)
    {
        TryServe(state, within, out var response);
        return response;
    }

    /// <summary>
    /// Answers the browser that brought the response, and those that ask shortly afterwards. Does nothing if it came in another way.
    /// </summary>
    /// <param name="answer">A <see cref="Page"/>.</param>
    public void Answer(byte[] answer)
    {
        if (!hasCome)
            return;
        last = answer;
        foreach (var connection in waiting)
            connection.Answer(answer);
        waiting.Clear();
        for (var round = 0; round < MostRounds && TryServe(state: "", Quiet, out _); round++)
        {
        }
    }

    public void Dispose()
    {
        foreach (var connection in connections)
            connection.Dispose();
        socket.Dispose();
    }

    // False: nobody asked.
    bool TryServe(string state, TimeSpan within, out AuthorizationResponse? response)
    {
        response = null;
        var readable = new List<Socket>(connections.Count + 1) { socket };
        foreach (var connection in connections)
            readable.Add(connection.Socket);
        Socket.Select(readable, null, null, within);
        for (var i = connections.Count - 1; i >= 0; i--)
            if (readable.Contains(connections[i].Socket))
                response = Serve(connections[i], state) ?? response;
        if (readable.Contains(socket))
            Accept();
        return readable.Count > 0;
    }

    void Accept()
    {
        try
        {
            connections.Add(new LoopbackConnection(socket.Accept()));
        }
        catch (SocketException)
        {
            // It is gone already.
        }
        if (connections.Find(connection => !waiting.Contains(connection)) is { } oldest && connections.Count > MostConnections)
            Drop(oldest);
    }

    AuthorizationResponse? Serve(LoopbackConnection connection, string state)
    {
        if (!connection.TryReceive())
        {
            Drop(connection);
            return null;
        }
        try
        {
            return connection.ReadRequest() is { } request ? Serve(connection, request, state) : null;
        }
        catch (InvalidDataException)
        {
            connection.Answer(Page.Bad);
            return null;
        }
    }

    AuthorizationResponse? Serve(LoopbackConnection connection, BrowserRequest request, string state)
    {
        if (Refusal(request) is { } refusal)
        {
            connection.Answer(refusal);
            return null;
        }
        if (last is not null)
        {
            connection.Answer(last);
            return null;
        }
        var response = AuthorizationResponse.Read(request.Query);
        if (!response.Answers(state))
        {
            connection.Answer(Page.Foreign);
            return null;
        }
        waiting.Add(connection);
        hasCome = true;
        return response;
    }

    byte[]? Refusal(BrowserRequest request)
    {
        if (!request.IsFor(Port))
            return Page.Bad;
        if (request.Method != "GET")
            return Page.NotAllowed;
        return request.Path == path ? null : Page.NotFound;
    }

    void Drop(LoopbackConnection connection)
    {
        connections.Remove(connection);
        waiting.Remove(connection);
        connection.Dispose();
    }
}

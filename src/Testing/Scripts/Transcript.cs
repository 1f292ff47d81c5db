using System.Net;
using System.Net.Sockets;

namespace Msmtp.Testing;

/// <summary>Plays a script of <see cref="ScriptedServer"/> against a client and fails where the client departs from it.</summary>
public static class Transcript
{
    /// <summary>Runs a client that opens its own connection.</summary>
    /// <param name="script">The dialogue.</param>
    /// <param name="client">The client; it is given the address of the server.</param>
    /// <param name="options">Certificate, calls and times; null: the defaults.</param>
    /// <exception cref="TranscriptException">
    /// The client departed from the script. What the client itself threw is the inner exception.
    /// </exception>
    public static async Task PlayAsync(string script, Func<EndPoint, Task> client, ScriptOptions? options = null)
    {
        await using var server = ScriptedServer.Start(script, options);
        try
        {
            await client(server.EndPoint);
        }
        catch (Exception e)
        {
            await ExplainAsync(server, e);
            throw;
        }
        await server.FinishAsync();
    }

    /// <summary>Runs a client on a stream that is already connected.</summary>
    /// <inheritdoc cref="PlayAsync"/>
    public static Task PlayStreamAsync(string script, Func<Stream, Task> client, ScriptOptions? options = null) =>
        PlayAsync(
            script,
            async endPoint =>
            {
                var isUnix = endPoint is UnixDomainSocketEndPoint;
                using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
                await socket.ConnectAsync(endPoint);
                await using var stream = new NetworkStream(socket);
                await client(stream);
            },
            options);

    // A client that departs from the script usually fails because of that: then the script is the better explanation.
    static async Task ExplainAsync(ScriptedServer server, Exception failure)
    {
        try
        {
            await server.FinishAsync();
        }
        catch (TranscriptException e)
        {
            throw new TranscriptException($"{e.Message}The client failed: {failure.GetType().Name}: {failure.Message}", failure);
        }
    }
}

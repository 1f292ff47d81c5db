using System.Globalization;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace Msmtp.Testing;

/// <summary>Parses a script; see <see cref="ScriptedServer"/> for the grammar.</summary>
sealed class ScriptParser(ScriptOptions options)
{
    /// <summary>The steps of each connection.</summary>
    /// <exception cref="FormatException">A line is not understood.</exception>
    public IReadOnlyList<IReadOnlyList<ScriptStep>> Parse(string script)
    {
        List<List<ScriptStep>> connections = [[]];
        var number = 0;
        foreach (var line in script.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line == "--- next connection ---")
                connections.Add([]);
            else if (line.Length > 0 && !line.StartsWith('#'))
                connections[^1].Add(new ScriptStep(number, line, StepFor(line, number)));
        }
        return connections;
    }

    Func<ScriptPeer, CancellationToken, ValueTask> StepFor(string line, int number) => line switch
    {
        "C:" => Expect([]),
        "S:" => Say(""),
        _ when line.StartsWith("C: ", StringComparison.Ordinal) => Expect(ScriptText.ToOctets(line.AsSpan(3))),
        _ when line.StartsWith("C~ ", StringComparison.Ordinal) => ExpectPattern(line[3..]),
        _ when line.StartsWith("S: ", StringComparison.Ordinal) => Say(line[3..]),
        _ when line.StartsWith("--- ", StringComparison.Ordinal) && line.EndsWith(" ---", StringComparison.Ordinal) && line.Length > 8 =>
            Directive(line[4..^4], number),
        _ => throw new FormatException($"line {number} of the script is none of \"C: \", \"C~ \", \"S: \" and \"--- directive ---\": {line}"),
    };

    static Func<ScriptPeer, CancellationToken, ValueTask> Say(string text)
    {
        byte[] octets = [.. ScriptText.ToOctets(text), .. "\r\n"u8];
        return Do(peer => peer.SayRaw(octets));
    }

    static Func<ScriptPeer, CancellationToken, ValueTask> Expect(byte[] expected) => async (peer, cancellationToken) =>
    {
        var line = await peer.ReadLineOctetsAsync(cancellationToken);
        if (!line.AsSpan().SequenceEqual(expected))
            throw Mismatch(peer, line);
    };

    static Func<ScriptPeer, CancellationToken, ValueTask> ExpectPattern(string pattern)
    {
        var regex = new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant);
        return async (peer, cancellationToken) =>
        {
            var line = await peer.ReadLineOctetsAsync(cancellationToken);
            if (!regex.IsMatch(ScriptText.FromOctets(line)))
                throw Mismatch(peer, line);
        };
    }

    static MismatchException Mismatch(ScriptPeer peer, byte[] line) =>
        new("The client said something else", [$"C: {ScriptText.FromOctets(line)}".TrimEnd(), .. peer.Pending("C: ")]);

    Func<ScriptPeer, CancellationToken, ValueTask> Directive(string text, int number)
    {
        var blank = text.IndexOf(' ');
        var name = blank < 0 ? text : text[..blank];
        var argument = blank < 0 ? "" : text[(blank + 1)..];
        return (name, argument) switch
        {
            ("message", "") => static (peer, cancellationToken) => peer.ReadMessageAsync(cancellationToken),
            ("tls" or "starttls", "") => static (peer, cancellationToken) => peer.UpgradeAsync(cancellationToken),
            ("tls", "refused") => TlsRefusedAsync,
            ("close", "") => static (peer, cancellationToken) => peer.CloseAsync(cancellationToken),
            ("reset", "") => static (peer, cancellationToken) => peer.ResetAsync(cancellationToken),
            ("flush", "") => static (peer, cancellationToken) => peer.FlushAsync(cancellationToken),
            ("gone", "") => GoneAsync,
            ("stall", "") => Do(static peer => peer.IsStalled = true),
            ("whole", "") => Chunked([], TimeSpan.Zero),
            ("drip", _) => Dripping(Number(argument)),
            ("chunks", _) => Chunked([.. argument.Split(' ').Select(Number)], options.ChunkPause),
            ("raw", _) => Raw(argument),
            ("call", _) when options.Calls.TryGetValue(argument, out var call) => call,
            _ => throw new FormatException($"line {number} of the script has an unknown directive: {text}"),
        };
    }

    static Func<ScriptPeer, CancellationToken, ValueTask> Raw(string text)
    {
        var octets = ScriptText.ToOctets(text);
        return Do(peer => peer.SayRaw(octets));
    }

    static Func<ScriptPeer, CancellationToken, ValueTask> Chunked(IReadOnlyList<int> sizes, TimeSpan pause) => async (peer, cancellationToken) =>
    {
        await peer.FlushAsync(cancellationToken);
        (peer.ChunkSizes, peer.ChunkPause) = (sizes, pause);
    };

    // A client may have a deadline that a slow server misses: that is what dripping is for.
    static Func<ScriptPeer, CancellationToken, ValueTask> Dripping(int milliseconds) => async (peer, cancellationToken) =>
    {
        await Chunked([1], TimeSpan.FromMilliseconds(milliseconds))(peer, cancellationToken);
        peer.MayBreak = true;
    };

    static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"a script wants a number here, not {text}");

    // In TLS 1.3 the server's handshake is over before the client has checked the certificate: its alert shows up when reading.
    static async ValueTask TlsRefusedAsync(ScriptPeer peer, CancellationToken cancellationToken)
    {
        try
        {
            await peer.UpgradeAsync(cancellationToken);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await peer.DisposeAsync();
            return;
        }
        await GoneAsync(peer, cancellationToken);
    }

    static async ValueTask GoneAsync(ScriptPeer peer, CancellationToken cancellationToken)
    {
        await peer.FlushAsync(cancellationToken);
        if (await peer.HearsMoreAsync(cancellationToken))
            throw new MismatchException("The client did not leave", peer.Pending("C: "));
        cancellationToken.ThrowIfCancellationRequested();
        await peer.DisposeAsync();
    }

    static Func<ScriptPeer, CancellationToken, ValueTask> Do(Action<ScriptPeer> action) => (peer, _) =>
    {
        action(peer);
        return default;
    };
}

/// <summary>One line of a script.</summary>
/// <param name="Number">Its line number in the script, from 1.</param>
/// <param name="Text">The line as written.</param>
/// <param name="PlayAsync">What the server does.</param>
sealed record ScriptStep(int Number, string Text, Func<ScriptPeer, CancellationToken, ValueTask> PlayAsync);

using System.Globalization;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace Msmtp.Testing;

/// <summary>Reads a script, see <see cref="ScriptedServer"/> for its grammar.</summary>
sealed class ScriptParser(ScriptOptions options)
{
    /// <summary>The steps of each connection.</summary>
    /// <exception cref="FormatException">A line is not understood.</exception>
    internal IReadOnlyList<IReadOnlyList<ScriptStep>> Parse(string script)
    {
        List<List<ScriptStep>> connections = [[]];
        var number = 0;
        foreach (var line in script.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line == "--- next connection ---")
            {
                connections.Add([]);
            }
            else if (line.Length > 0 && !line.StartsWith('#'))
            {
                connections[^1].Add(new ScriptStep(number, line, StepFor(line, number)));
            }
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

    static Func<ScriptPeer, CancellationToken, ValueTask> Expect(byte[] expected) => async (peer, ct) =>
    {
        var line = await peer.ReadLineOctetsAsync(ct);
        if (!line.AsSpan().SequenceEqual(expected))
        {
            throw Mismatch(peer, line);
        }
    };

    static Func<ScriptPeer, CancellationToken, ValueTask> ExpectPattern(string pattern)
    {
        var regex = new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant);
        return async (peer, ct) =>
        {
            var line = await peer.ReadLineOctetsAsync(ct);
            if (!regex.IsMatch(ScriptText.FromOctets(line)))
            {
                throw Mismatch(peer, line);
            }
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
            ("message", "") => static (peer, ct) => peer.ReadMessageAsync(ct),
            ("tls" or "starttls", "") => static (peer, ct) => peer.UpgradeAsync(ct),
            ("tls", "refused") => TlsRefusedAsync,
            ("close", "") => static (peer, ct) => peer.CloseAsync(ct),
            ("reset", "") => static (peer, ct) => peer.ResetAsync(ct),
            ("flush", "") => static (peer, ct) => peer.FlushAsync(ct),
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

    static Func<ScriptPeer, CancellationToken, ValueTask> Chunked(IReadOnlyList<int> sizes, TimeSpan pause) => async (peer, ct) =>
    {
        await peer.FlushAsync(ct);
        (peer.ChunkSizes, peer.ChunkPause) = (sizes, pause);
    };

    // A client may have a deadline that a slow server misses: that is what dripping is for.
    static Func<ScriptPeer, CancellationToken, ValueTask> Dripping(int milliseconds) => async (peer, ct) =>
    {
        await Chunked([1], TimeSpan.FromMilliseconds(milliseconds))(peer, ct);
        peer.MayBreak = true;
    };

    static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"a script wants a number here, not {text}");

    // In TLS 1.3 the server's handshake is over before the client has judged the certificate: its alert is found by reading.
    static async ValueTask TlsRefusedAsync(ScriptPeer peer, CancellationToken ct)
    {
        try
        {
            await peer.UpgradeAsync(ct);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await peer.DisposeAsync();
            return;
        }

        await GoneAsync(peer, ct);
    }

    static async ValueTask GoneAsync(ScriptPeer peer, CancellationToken ct)
    {
        await peer.FlushAsync(ct);
        if (await peer.HearsMoreAsync(ct))
        {
            throw new MismatchException("The client did not leave", peer.Pending("C: "));
        }

        ct.ThrowIfCancellationRequested();
        await peer.DisposeAsync();
    }

    static Func<ScriptPeer, CancellationToken, ValueTask> Do(Action<ScriptPeer> action) => (peer, _) =>
    {
        action(peer);
        return default;
    };
}

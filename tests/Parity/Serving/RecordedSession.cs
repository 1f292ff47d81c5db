using System.Security.Authentication;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Parity;

/// <summary>One session: reads commands, writes them down, answers.</summary>
sealed class RecordedSession(ServerScript script, ServerWire wire, StringBuilder dialogue, StringBuilder data)
{
    const int LargestGroup = 100;
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    int recipients;
    bool saidTls;
    bool inExchange;
    bool closed;

    bool IsPipelining => script.Capabilities.Any(static capability => capability.Contains("PIPELINING",
        StringComparison.OrdinalIgnoreCase));

    /// <summary>Plays the session to its end.</summary>
    public async Task PlayAsync()
    {
        try
        {
            if (script.Tls == ServerTls.Implicit)
                await UpgradeAsync();
            await SayAsync("(greeting)", "220 mail.example.net ready");
            while (!closed && await ReadCommandAsync() is { } command)
                await ServeAsync(command);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or ObjectDisposedException)
        {
            // The client has gone: what it said so far is written down.
        }
    }

    async Task<string?> ReadCommandAsync()
    {
        if (await wire.ReadThroughAsync("\n"u8.ToArray()) is not { } octets)
            return null;
        if (wire.IsEncrypted && !saidTls)
            Note(wire.ClientCertificate is { } certificate ? $"(TLS with certificate {certificate})" : "(TLS)");
        saidTls = wire.IsEncrypted;
        var line = OctetText.Decode(octets);
        var command = line.EndsWith("\r\n", StringComparison.Ordinal) ? line[..^2] : line.Replace("\n", "(LF)", StringComparison.Ordinal);
        dialogue.Append(command.Replace("\r", "(CR)", StringComparison.Ordinal)).Append('\n');
        return command;
    }

    Task ServeAsync(string command)
    {
        if (inExchange)
            return SayAsync("= " + command, "235 2.7.0 welcome");
        if (IsPipelining && command.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase))
            return ServeGroupsAsync(command);
        return ServeOneAsync(command);
    }

    async Task ServeOneAsync(string command)
    {
        switch (command.Split(' ')[0].ToUpperInvariant())
        {
            case "EHLO" or "LHLO":
                await SayAsync(command, Hello());
                break;
            case "STARTTLS":
                await StartTlsAsync(command);
                break;
            case "DATA":
                await ReceiveAsync(command);
                break;
            case "QUIT":
                await SayAsync(command, "221 bye");
                break;
            case "AUTH":
                await SayAsync(command, "235 2.7.0 welcome");
                break;
            default:
                recipients += command.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
                await SayAsync(command, "250 2.0.0 ok");
                break;
        }
    }

    // A group is answered when it is whole, so that a client that waits between its commands is found out.
    async Task ServeGroupsAsync(string first)
    {
        List<string> group = [first];
        while (group.Count < LargestGroup && group[^1] != "DATA" && await wire.HasMoreAsync(Patience)
            && await ReadCommandAsync() is { } command)
            group.Add(command);
        Note($"(group of {group.Count})");
        foreach (var command in group.TakeWhile(_ => !closed))
            await ServeOneAsync(command);
    }

    string Hello()
    {
        var capabilities = wire.IsEncrypted
            ? script.CapabilitiesInTls ?? [.. script.Capabilities.Where(static each => each != "STARTTLS")]
            : script.Capabilities;
        return string.Join('\n', capabilities.Prepend("mail.example.net")
            .Select((text, i) => (i < capabilities.Count ? "250-" : "250 ") + text));
    }

    async Task StartTlsAsync(string command)
    {
        var agreed = await SayAsync(command, "220 go ahead");
        if (agreed && script.Tls == ServerTls.StartTls)
            await UpgradeAsync();
    }

    Task UpgradeAsync() => wire.UpgradeAsync(Certificates.Named(script.Certificate), script.AsksForCertificate);

    async Task ReceiveAsync(string command)
    {
        if (!await SayAsync(command, "354 go ahead"))
            return;
        await ReadMailAsync();
        if (!script.IsLmtp)
            await SayAsync("(mail)", "250 2.0.0 queued");
        for (var i = 1; script.IsLmtp && i <= recipients && !closed; i++)
            await SayAsync($"(mail to {i})", "250 2.0.0 delivered");
    }

    async Task ReadMailAsync()
    {
        var isFirst = true;
        while (await wire.ReadThroughAsync("\r\n"u8.ToArray()) is { } line)
        {
            if (line.AsSpan().SequenceEqual(".\r\n"u8))
            {
                data.Append("(end)\n");
                return;
            }

            data.Append(Shown(line)).Append('\n');
            isFirst = false;
        }

        // A client that is told of a refusal earlier in its group may be gone before it is told to send: no octet, no mail.
        data.Append(isFirst ? "" : "(broken off)\n");
    }

    static string Shown(ReadOnlySpan<byte> line)
    {
        var text = OctetText.Decode(line);
        var whole = text.EndsWith("\r\n", StringComparison.Ordinal);
        return (whole ? text[..^2] : text + "(no CRLF)")
            .Replace("\r", "(CR)", StringComparison.Ordinal)
            .Replace("\n", "(LF)", StringComparison.Ordinal);
    }

    /// <summary>Answers, by the script or as usual; tells whether that was an answer that lets the client go on.</summary>
    async Task<bool> SayAsync(string command, string usual)
    {
        var answer = script.Answers.To(command) ?? Answer.Lines(usual);
        await wire.WriteAsync(answer.Octets);
        inExchange = answer.Octets.StartsWith("334", StringComparison.Ordinal);
        closed |= answer.Closes;
        if (answer.Resets)
            wire.Reset();
        return !closed && answer.Octets is ['2' or '3', ..];
    }

    void Note(string text) => dialogue.Append(text).Append('\n');
}

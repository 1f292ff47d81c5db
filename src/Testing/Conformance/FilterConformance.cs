using Msmtp.Text;

namespace Msmtp.Testing;

/// <summary>
/// The contract of <see cref="IMessageFilter"/> as tests. Derive, name the plugin, and enable the filter so that it lets mails pass.
/// </summary>
public abstract class FilterConformance : PluginConformance
{
    const int Large = 32 << 20;
    const int Lag = 16 << 20;
    const int Milliseconds = 60_000;

    /// <summary>The filter's name, if the plugin registers several.</summary>
    protected virtual string Filter => Registered.MessageFilters.Keys.Single();

    /// <summary>What can be observed of it from outside.</summary>
    protected virtual FilterAbilities Abilities => FilterAbilities.All;

    /// <summary>A plugin changes no mail unless the account asks for it.</summary>
    [Fact]
    public void An_account_that_does_not_ask_for_it_has_no_filter() =>
        Assert.Null(Registered.MessageFilters[Filter](Context("host mail.example.org")));

    /// <summary>
    /// What comes out can be sent: recipients, a header of fields whose lines end with LF, the empty line, and a body that ends.
    /// </summary>
    [Theory]
    [InlineData("Subject: x\n\nhello\n")]
    [InlineData("Subject: x\n\n")]
    [InlineData("Subject: x\nTo: you@example.net,\n\tthem@example.net\n\n.\n\n\nno line end")]
    public async Task A_mail_comes_out_as_a_mail(string text)
    {
        var mail = await FilterAsync(SomeMail.Of(text));

        Assert.NotEmpty(mail.Envelope.To);
        var header = OctetText.Decode(mail.Content.HeaderBlock.Span);
        Assert.True(header.EndsWith("\n\n", StringComparison.Ordinal) || header == "\n", "the empty line behind the header is gone");
        Assert.DoesNotContain('\r', header);
        Assert.All(header.TrimEnd('\n').Split('\n', StringSplitOptions.RemoveEmptyEntries), static line => Assert.Matches("^([!-9;-~]+:|[ \t])", line));
        await mail.Content.OpenRead().CopyToAsync(Stream.Null, Token);
    }

    /// <summary>
    /// A server gets the same lines however they ended when the message was written, and wherever it was cut while it was read. A filter
    /// that sees anything else would sign or count a different message from the one that is sent (RFC 5321 §2.3.8).
    /// </summary>
    [Theory]
    [InlineData("one\r\ntwo\r\n.\r\n")]
    [InlineData("one\rtwo\n.\n")]
    [InlineData("one\ntwo\r\n.")]
    [InlineData("one\rtwo\r.\r")]
    public async Task Lines_are_the_same_however_they_end(string body)
    {
        Assert.SkipUnless(Abilities.HasFlag(FilterAbilities.Repeats), "the filter does not repeat itself");
        var expected = await WireAsync(SomeMail.Of("Subject: x\n\none\ntwo\n.\n"));

        Assert.Equal(expected, await WireAsync(SomeMail.Of($"Subject: x\n\n{body}")));
        Assert.Equal(expected, await WireAsync(SomeMail.Dripping($"Subject: x\n\n{body}")));
    }

    /// <summary>A body is streamed or stored in the host's spool; never kept in memory, however large it is.</summary>
    [Fact(Timeout = Milliseconds)]
    public async Task A_large_body_is_not_buffered()
    {
        Assert.SkipUnless(Abilities.HasFlag(FilterAbilities.KeepsLength), "the filter does not keep the length of a body");
        var (spooled, taken, held) = (0L, 0L, 0L);
        await using var body = new BodyUnderTest(Large) { OnRead = given => held = Math.Max(held, given - Math.Max(spooled, taken)) };

        var mail = await FilterAsync(SomeMail.Of("Subject: large\n\n", body), count => spooled += count);
        var buffer = new byte[1 << 16];
        while (await mail.Content.Body.ReadAsync(buffer, Token) is > 0 and var count)
            taken += count;

        Assert.Equal(Large, body.Given);
        Assert.True(held < Lag, $"{held} octets of the body were held in memory");
    }

    /// <summary>Part of a mail is not a mail: what the body throws reaches the transport, or stops the mail before.</summary>
    [Fact(Timeout = Milliseconds)]
    public async Task A_body_that_breaks_off_is_a_failure()
    {
        await using var body = new BodyUnderTest(1 << 20) { OnRead = static given => Break(given) };

        AssertAllowed(await Assert.ThrowsAnyAsync<Exception>(async () => await WireAsync(SomeMail.Of("Subject: x\n\n", body))));

        static void Break(long given)
        {
            if (given > 1 << 18)
                throw new MailException(ExitCode.IoErr, DeliveryStage.Configure, "input error while reading the mail");
        }
    }

    /// <summary>RFC 6152 §3: octets beyond 127 that were not there before have to be announced to the server.</summary>
    [Fact]
    public async Task Octets_beyond_127_are_announced()
    {
        var mail = await FilterAsync(SomeMail.Of(SomeMail.Plain));
        using var body = new MemoryStream();
        await mail.Content.Body.CopyToAsync(body, Token);

        Assert.True(System.Text.Ascii.IsValid(body.ToArray()) || mail.Content.IsEightBit, "the body has octets beyond 127 that are not announced");
    }

    /// <summary>Each mail has a filter of its own, and an application sends many concurrently.</summary>
    [Fact]
    public async Task Mails_do_not_disturb_each_other()
    {
        Assert.SkipUnless(Abilities.HasFlag(FilterAbilities.Repeats), "the filter does not repeat itself");
        string[] texts = [.. Enumerable.Range(0, 8).Select(static i => $"Subject: {i}\n\n{new string((char)('a' + i), 1000 * i)}\n")];
        var alone = new List<byte[]>();
        foreach (var text in texts)
            alone.Add(await WireAsync(SomeMail.Of(text)));

        var together = await Task.WhenAll(texts.Select(text => Task.Run(() => WireAsync(SomeMail.Of(text)))));

        Assert.Equal(alone, together);
    }

    /// <summary>A caller who cancels gets the mail or a cancellation.</summary>
    [Fact]
    public async Task A_cancelled_caller_gets_a_mail_or_a_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        AssertAllowed(
            await Record.ExceptionAsync(async () => await Create(static _ => { }).FilterAsync(SomeMail.Of(SomeMail.Plain), cancelled.Token)), cancelled.Token);
    }

    /// <summary>A mail as it comes out of the filter.</summary>
    /// <param name="text">The message: fields, an empty line, the body.</param>
    protected Task<OutgoingMail> FilterAsync(string text) => FilterAsync(SomeMail.Of(text));

    /// <summary>A message as the server gets it after the filter.</summary>
    /// <inheritdoc cref="FilterAsync(string)"/>
    protected Task<byte[]> WireAsync(string text) => WireAsync(SomeMail.Of(text));

    async Task<byte[]> WireAsync(OutgoingMail mail)
    {
        using var octets = new MemoryStream();
        await (await FilterAsync(mail)).Content.OpenRead().CopyToAsync(octets, Token);
        return octets.ToArray();
    }

    async Task<OutgoingMail> FilterAsync(OutgoingMail mail, Action<int>? onSpooled = null)
    {
        var filtered = await Create(onSpooled ?? (static _ => { })).FilterAsync(mail, Token);
        Assert.NotNull(filtered);
        return filtered;
    }

    IMessageFilter Create(Action<int> onSpooled)
    {
        var filter = Registered.MessageFilters[Filter](Context(Msmtprc) with { CreateSpool = () => new SpoolUnderTest(onSpooled) });
        Assert.True(filter is not null, "there is no filter: is it turned on in Msmtprc?");
        return filter;
    }

    // Counts what is stored in it.
    sealed class SpoolUnderTest(Action<int> onWrite) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            onWrite(buffer.Length);
            base.Write(buffer.ToArray(), 0, buffer.Length);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return default;
        }
    }
}

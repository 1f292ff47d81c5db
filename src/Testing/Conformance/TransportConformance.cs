namespace Msmtp.Testing;

/// <summary>
/// The contract of <see cref="ITransport"/> as tests. Derive, name the plugin, and start the other end; <see cref="SmtpPeer"/> is one
/// for transports that speak SMTP or LMTP.
/// </summary>
public abstract class TransportConformance : PluginConformance
{
    const int Large = 32 << 20;
    const int Lag = 16 << 20;
    const int Milliseconds = 60_000;

    /// <summary>The transport's name, if the plugin registers several.</summary>
    protected virtual string Transport => Registered.Transports.Keys.Single();

    /// <summary>What it can do.</summary>
    protected virtual TransportAbilities Abilities => TransportAbilities.All;

    /// <summary>Starts the other end.</summary>
    /// <param name="instructions">How it has to behave; nothing that <see cref="Abilities"/> leaves out.</param>
    protected abstract ValueTask<ITransportPeer> StartPeerAsync(PeerInstructions instructions);

    /// <summary>Envelope and message reach the other end, and the report says so.</summary>
    [Fact]
    public async Task A_mail_arrives()
    {
        await using var peer = await StartPeerAsync(new PeerInstructions());
        string[] recipients = ["b@example.net", "a@example.net", "b@example.net"];
        var mail = SomeMail.Of(SomeMail.Plain, recipients);

        var report = await SendAsync(peer, mail);

        AssertSent(mail, report);
        var arrived = Assert.Single(peer.Mails);
        Assert.Equal(SomeMail.From, arrived.From);
        Assert.Equal(Can(TransportAbilities.KeepsDuplicates) ? recipients : recipients.Distinct(), arrived.To);
        AssertSame(SomeMail.OnTheWire(SomeMail.Plain), arrived.Octets);
    }

    /// <summary>A notification has no sender (RFC 5321 §4.5.5).</summary>
    [Fact]
    public async Task The_null_reverse_path_is_carried()
    {
        await using var peer = await StartPeerAsync(new PeerInstructions());
        var mail = SomeMail.Of(SomeMail.Plain);

        await SendAsync(peer, mail with { Envelope = new SmtpEnvelope(ReversePath.Null, mail.Envelope.To) });

        Assert.Equal("", Assert.Single(peer.Mails).From);
    }

    /// <summary>The content of a message is its sender's business; the transport changes nothing but line ends (RFC 5321 §2.3.8).</summary>
    [Theory]
    [InlineData("dots", "Subject: x\n\n.\n..\n.x\nx.\n.")]
    [InlineData("CR LF in the body", "Subject: x\n\none\r\ntwo\nthree\r\n")]
    [InlineData("no line end", "Subject: x\n\nhello")]
    [InlineData("no body", "Subject: x\n\n")]
    [InlineData("nothing but a header", "Subject: x\n")]
    [InlineData("empty lines", "Subject: x\n\n\n\n\n")]
    [InlineData("octets beyond ASCII", "Subject: \u00FC\n\n\u0080\u00E9\u00FF\n")]
    [InlineData("From at the front", "Subject: x\n\nFrom here on\n")]
    [InlineData("a line that ends the message elsewhere", "Subject: x\n\nEND\n=\n)\n")]
    public async Task A_message_arrives_as_it_is(string what, string text)
    {
        Assert.SkipUnless(Can(TransportAbilities.KeepsOctets), "the transport does not keep octets");
        await using var peer = await StartPeerAsync(new PeerInstructions());

        await SendAsync(peer, SomeMail.Of(text));

        AssertArrived(peer, what, text);
    }

    /// <summary>
    /// RFC 5321 §2.3.8 forbids a bare CR, which some servers take for a line end. It has to arrive as CRLF, wherever the body is cut while
    /// it is read. <see cref="MessageContent.OpenRead"/> takes care of that.
    /// </summary>
    [Theory]
    [InlineData("a bare CR", "Subject: x\n\na\rb\n")]
    [InlineData("a bare CR before a dot", "Subject: x\n\na\r.\r\nb\n")]
    [InlineData("two CR", "Subject: x\n\na\r\r\nb\n")]
    [InlineData("a CR at the end", "Subject: x\n\na\r")]
    [InlineData("nothing but a CR", "Subject: x\n\n\r")]
    [InlineData("CR in the header", "Subject: x\r\nX-A: a\rX-B: b\n\na\n")]
    public async Task A_bare_CR_ends_a_line(string what, string text)
    {
        Assert.SkipUnless(Can(TransportAbilities.KeepsOctets), "the transport does not keep octets");
        await using var peer = await StartPeerAsync(new PeerInstructions());

        await SendAsync(peer, SomeMail.Dripping(text));

        AssertArrived(peer, what, text);
    }

    /// <summary>RFC 5321 §4.5.3.1.6 limits lines to 998 octets; no mail is lost because of a longer one.</summary>
    [Fact]
    public async Task A_long_line_arrives_as_it_is()
    {
        Assert.SkipUnless(Can(TransportAbilities.KeepsOctets), "the transport does not keep octets");
        await using var peer = await StartPeerAsync(new PeerInstructions());
        var text = $"Subject: x\n\n{new string('x', 10_000)}\n";

        await SendAsync(peer, SomeMail.Of(text));

        Assert.Equal(SomeMail.OnTheWire(text), Assert.Single(peer.Mails).Octets);
    }

    /// <summary>The body is read while it is sent, and never buffered as a whole.</summary>
    [Fact(Timeout = Milliseconds)]
    public async Task A_large_body_streams()
    {
        Assert.SkipUnless(Can(TransportAbilities.Streams), "the transport does not stream");
        await using var peer = await StartPeerAsync(new PeerInstructions());
        var ahead = 0L;
        await using var body = new BodyUnderTest(Large) { OnRead = given => ahead = Math.Max(ahead, given - peer.OctetsSeen) };

        var report = await SendAsync(peer, SomeMail.Of("Subject: large\n\n", body));

        Assert.True(report.IsComplete);
        Assert.Equal(Large, body.Given);
        Assert.True(ahead < Lag, $"{ahead} octets of the body were held before they went out");
    }

    /// <summary>
    /// A queue notes that a mail may have been delivered before it can have been: <see cref="OutgoingMail.Ending"/>. A transport calls it if
    /// its registration says so; otherwise the host does, and the transport does not.
    /// </summary>
    [Theory]
    [InlineData(64)]
    [InlineData(1 << 20)]
    public async Task The_end_of_a_message_is_announced_once(long size)
    {
        await using var peer = await StartPeerAsync(new PeerInstructions());
        var (calls, given) = (0, 0L);
        await using var body = new BodyUnderTest(size);

        await SendAsync(peer, SomeMail.Of("Subject: x\n\n", body) with
        {
            Ending = _ =>
            {
                (calls, given) = (calls + 1, body.Given);
                return default;
            },
        });

        Assert.Equal(AnnouncesEnd ? (1, size) : (0, 0), (calls, given));
        Assert.Single(peer.Mails);
    }

    /// <summary>A queue that cannot note the attempt stops the mail, and then nobody may get it.</summary>
    [Fact(Timeout = Milliseconds)]
    public async Task A_mail_that_is_stopped_before_its_end_is_not_delivered()
    {
        var peer = await StartPeerAsync(new PeerInstructions());
        var failure = new MailException(ExitCode.IoErr, DeliveryStage.Configure, "the disk is full");

        var thrown = await Record.ExceptionAsync(() => SendAsync(peer, SomeMail.Of(SomeMail.Plain) with { Ending = _ => throw failure }));

        Assert.Equal(AnnouncesEnd ? failure.Failure : null, (thrown as MailException)?.Failure);
        await peer.DisposeAsync();
        Assert.Equal(AnnouncesEnd ? 0 : 1, peer.Mails.Count);
    }

    /// <summary>The host created the body, and disposes it.</summary>
    [Fact]
    public async Task The_body_belongs_to_the_host()
    {
        await using var peer = await StartPeerAsync(new PeerInstructions());
        var body = new BodyUnderTest(64);

        await SendAsync(peer, SomeMail.Of("Subject: x\n\n", body));

        Assert.False(body.IsDisposed, "the transport disposed the body");
        await body.DisposeAsync();
    }

    /// <summary>Part of a mail is not a mail.</summary>
    [Fact(Timeout = Milliseconds)]
    public async Task A_body_that_breaks_off_is_not_delivered()
    {
        var peer = await StartPeerAsync(new PeerInstructions());
        await using var body = new BodyUnderTest(1 << 20) { OnRead = static given => Break(given) };

        var failure = await Record.ExceptionAsync(() => SendAsync(peer, SomeMail.Of("Subject: x\n\n", body)));

        Assert.NotNull(failure);
        await peer.DisposeAsync();
        Assert.Empty(peer.Mails);

        static void Break(long given)
        {
            if (given > 1 << 18)
                throw new IOException("the message broke off");
        }
    }

    /// <summary>A refused recipient is an entry of the report; as with msmtp, no one gets the mail then.</summary>
    [Fact]
    public async Task A_refused_recipient_stops_the_mail()
    {
        Assert.SkipUnless(Can(TransportAbilities.ReportsEachRecipient), "the transport does not hear of each recipient");
        await using var peer = await StartPeerAsync(new PeerInstructions { RefusedRecipients = ["no@example.net"] });
        var mail = SomeMail.Of(SomeMail.Plain, "a@example.net", "no@example.net", "b@example.net");

        var report = await SendAsync(peer, mail);

        AssertReport(mail, report);
        Assert.False(report.Recipients[1].IsAccepted, "the refused recipient is reported as accepted");
        Assert.NotNull(report.Failure);
        Assert.False(report.Failure.MayHaveBeenDelivered);
        Assert.Empty(peer.Mails);
    }

    /// <summary>An application may want the others to get it: <see cref="PartialRefusal.Continue"/>.</summary>
    [Fact]
    public async Task A_refused_recipient_leaves_the_others_if_the_mail_says_so()
    {
        Assert.SkipUnless(Can(TransportAbilities.ReportsEachRecipient), "the transport does not hear of each recipient");
        await using var peer = await StartPeerAsync(new PeerInstructions { RefusedRecipients = ["no@example.net"] });
        var mail = SomeMail.Of(SomeMail.Plain, "a@example.net", "no@example.net", "b@example.net") with { OnRefusal = PartialRefusal.Continue };

        var report = await SendAsync(peer, mail);

        AssertReport(mail, report);
        Assert.Equal([true, false, true], report.Recipients.Select(static result => result.IsAccepted));
        Assert.False(report.IsComplete, "the mail is reported as sent to all");
        Assert.Equal(["a@example.net", "b@example.net"], Assert.Single(peer.Mails).To);
    }

    /// <summary>No recipient is left.</summary>
    [Fact]
    public async Task A_mail_whose_recipients_are_all_refused_is_not_sent()
    {
        Assert.SkipUnless(Can(TransportAbilities.ReportsEachRecipient), "the transport does not hear of each recipient");
        await using var peer = await StartPeerAsync(new PeerInstructions { RefusedRecipients = ["no@example.net", "nor@example.net"] });
        var mail = SomeMail.Of(SomeMail.Plain, "no@example.net", "nor@example.net") with { OnRefusal = PartialRefusal.Continue };

        var report = await SendAsync(peer, mail);

        AssertReport(mail, report);
        Assert.All(report.Recipients, static result => Assert.False(result.IsAccepted));
        Assert.False(report.IsComplete);
        Assert.Empty(peer.Mails);
    }

    /// <summary>Never a false "sent": the other end has said that it did not accept the mail.</summary>
    [Fact]
    public async Task A_refused_mail_is_not_reported_as_sent()
    {
        Assert.SkipUnless(Can(TransportAbilities.ReportsVerdict), "the transport hears no verdict");
        await using var peer = await StartPeerAsync(new PeerInstructions { Verdict = PeerVerdict.Refuses });

        var failure = await FailureAsync(peer, SomeMail.Of(SomeMail.Plain), Token);

        Assert.False(failure.MayHaveBeenDelivered, "the other end has refused the mail; it was not delivered");
    }

    /// <summary>The message went out completely and was not answered: sending it again may deliver it twice.</summary>
    [Fact(Timeout = Milliseconds)]
    public async Task A_connection_lost_before_the_verdict_leaves_it_open_whether_the_mail_was_delivered()
    {
        Assert.SkipUnless(Can(TransportAbilities.ReportsVerdict), "the transport hears no verdict");
        await using var peer = await StartPeerAsync(new PeerInstructions { Verdict = PeerVerdict.HangsUp });

        Assert.True((await FailureAsync(peer, SomeMail.Of(SomeMail.Plain), Token)).MayHaveBeenDelivered, "the mail may have been delivered");
    }

    /// <summary>A cancelled mail is not sent.</summary>
    [Fact]
    public async Task A_mail_cancelled_before_is_not_sent()
    {
        using var cancelled = new CancellationTokenSource();
        var peer = await StartPeerAsync(new PeerInstructions());
        await using (var connection = await OpenAsync(peer))
        {
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await connection.SendAsync(SomeMail.Of(SomeMail.Plain), cancelled.Token));
        }
        await peer.DisposeAsync();

        Assert.Empty(peer.Mails);
    }

    /// <summary>Up to the end of the message a caller can cancel, and then no one gets part of it.</summary>
    [Fact(Timeout = Milliseconds)]
    public async Task A_mail_cancelled_in_the_middle_is_not_delivered()
    {
        using var cancelled = new CancellationTokenSource();
        var peer = await StartPeerAsync(new PeerInstructions());
        await using var body = new BodyUnderTest(1 << 20) { OnRead = given => CancelAt(given) };
        await using (var connection = await OpenAsync(peer))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await connection.SendAsync(SomeMail.Of("Subject: x\n\n", body), cancelled.Token));
        await peer.DisposeAsync();

        Assert.Empty(peer.Mails);

        void CancelAt(long given)
        {
            if (given > 1 << 18)
                cancelled.Cancel();
        }
    }

    /// <summary>Once the message is out, the other end has it: the transport waits for the answer.</summary>
    [Fact(Timeout = Milliseconds)]
    public async Task A_cancellation_after_the_message_does_not_lose_the_answer()
    {
        Assert.SkipUnless(Can(TransportAbilities.ReportsVerdict), "the transport hears no verdict");
        using var cancelled = new CancellationTokenSource();
        await using var peer = await StartPeerAsync(new PeerInstructions { OnMessage = cancelled.Cancel });
        await using var connection = await OpenAsync(peer);
        var mail = SomeMail.Of(SomeMail.Plain);

        AssertSent(mail, await connection.SendAsync(mail, cancelled.Token));
        Assert.Single(peer.Mails);
    }

    /// <summary>The wait for an answer is bounded, and claims nothing in the end.</summary>
    [Fact(Timeout = Milliseconds)]
    public async Task Silence_after_the_message_leaves_the_delivery_in_doubt()
    {
        Assert.SkipUnless(Can(TransportAbilities.ReportsVerdict), "the transport hears no verdict");
        using var cancelled = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        await using var peer = await StartPeerAsync(new PeerInstructions { OnMessage = cancelled.Cancel, Pause = never.Task });

        var failure = await FailureAsync(peer, SomeMail.Of(SomeMail.Plain), cancelled.Token, "timeout 1");

        never.SetResult();
        Assert.True(failure.MayHaveBeenDelivered, "the mail may have been delivered");
    }

    /// <summary>The host asks before each further mail, and replaces a connection that is not ready.</summary>
    [Fact]
    public async Task A_connection_carries_one_mail_after_another_or_says_that_it_does_not()
    {
        await using var peer = await StartPeerAsync(new PeerInstructions());
        var connection = await OpenAsync(peer);
        for (var i = 0; i < 3; i++)
        {
            if (i > 0 && !await connection.IsReadyAsync(Token))
            {
                await connection.DisposeAsync();
                connection = await OpenAsync(peer);
            }
            var mail = SomeMail.Of(SomeMail.Plain, $"mail-{i}@example.net");
            AssertSent(mail, await connection.SendAsync(mail, Token));
        }
        await connection.DisposeAsync();

        Assert.Equal(["mail-0@example.net", "mail-1@example.net", "mail-2@example.net"], peer.Mails.Select(static mail => mail.To.Single()));
    }

    /// <summary>Nothing of one mail leaks into the next, whatever happened to it.</summary>
    [Fact]
    public async Task A_refusal_leaves_nothing_behind_for_the_next_mail()
    {
        Assert.SkipUnless(Can(TransportAbilities.ReportsEachRecipient), "the transport does not hear of each recipient");
        await using var peer = await StartPeerAsync(new PeerInstructions { RefusedRecipients = ["no@example.net"] });
        var connection = await OpenAsync(peer);
        await connection.SendAsync(SomeMail.Of(SomeMail.Plain, "a@example.net", "no@example.net"), Token);
        if (!await connection.IsReadyAsync(Token))
        {
            await connection.DisposeAsync();
            connection = await OpenAsync(peer);
        }
        await connection.SendAsync(SomeMail.Of(SomeMail.Plain, "b@example.net"), Token);

        await connection.DisposeAsync();
        Assert.Equal(["b@example.net"], Assert.Single(peer.Mails).To);
    }

    /// <summary>A connection that the other end has closed is unusable; that is not a failure of any mail.</summary>
    [Fact(Timeout = Milliseconds)]
    public async Task A_connection_whose_other_end_is_gone_says_so_or_fails_the_mail()
    {
        var peer = await StartPeerAsync(new PeerInstructions());
        await using var connection = await OpenAsync(peer);
        await connection.SendAsync(SomeMail.Of(SomeMail.Plain), Token);
        await peer.DisposeAsync();

        if (await connection.IsReadyAsync(Token))
            AssertFailed(await Record.ExceptionAsync(async () => AssertIncomplete(await connection.SendAsync(SomeMail.Of(SomeMail.Plain), Token))));
    }

    /// <summary>If no one listens, nothing was delivered, and the exit status tells the user so.</summary>
    [Fact(Timeout = Milliseconds)]
    public async Task Without_a_listener_nothing_is_delivered()
    {
        var peer = await StartPeerAsync(new PeerInstructions());
        await peer.DisposeAsync();

        AssertFailed(await Record.ExceptionAsync(async () => AssertIncomplete(await SendAsync(peer, SomeMail.Of(SomeMail.Plain)))));
    }

    /// <summary>
    /// Disposing says goodbye if that takes no waiting, and never throws: unused, used, with no one at the other end, and twice.
    /// </summary>
    [Fact(Timeout = Milliseconds)]
    public async Task A_connection_can_be_disposed_at_any_time_and_twice()
    {
        var peer = await StartPeerAsync(new PeerInstructions());
        var unused = await OpenAsync(peer);
        var used = await OpenAsync(peer);
        await used.SendAsync(SomeMail.Of(SomeMail.Plain), Token);
        var lonely = await OpenAsync(peer);

        Assert.Null(await Record.ExceptionAsync(() => DisposeTwiceAsync(unused)));
        Assert.Null(await Record.ExceptionAsync(() => DisposeTwiceAsync(used)));
        await peer.DisposeAsync();
        Assert.Null(await Record.ExceptionAsync(() => DisposeTwiceAsync(lonely)));

        static async Task DisposeTwiceAsync(ITransport connection)
        {
            await connection.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    /// <summary>An application has several connections to the same server.</summary>
    [Fact]
    public async Task Connections_do_not_disturb_each_other()
    {
        await using var peer = await StartPeerAsync(new PeerInstructions());

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => SendAsync(peer, SomeMail.Of($"Subject: {i}\n\n{i}\n", $"{i}@example.net")))));

        Assert.Equal(4, peer.Mails.Count);
        Assert.All(peer.Mails, mail => Assert.Contains($"Subject: {mail.To.Single()[0]}", System.Text.Encoding.Latin1.GetString(mail.Octets), StringComparison.Ordinal));
    }

    /// <summary>What is asked about notifications is for each recipient (RFC 3461 §4.1). Who passes that on says so: he is given no such mail otherwise.</summary>
    [Fact]
    public async Task What_is_asked_about_notifications_is_passed_on()
    {
        await using var peer = await StartPeerAsync(new PeerInstructions { Notifies = true });

        await SendAsync(peer, Asking());

        var asked = Assert.Single(peer.Mails).Notify;
        if (Registration.PassesNotifications)
            Assert.Equal([DsnNotify.Success | DsnNotify.Failure, DsnNotify.Never, null], asked);
        else
            Assert.All(asked, static each => Assert.Null(each));
    }

    /// <summary>
    /// Whoever asks for a notification relies on it: he is told that there will be none, and nothing else happens. A transport that passes on no
    /// requests is given no such mail by its host, and need not look.
    /// </summary>
    [Fact]
    public async Task Where_nobody_would_notify_a_mail_that_asks_for_it_is_not_sent()
    {
        await using var peer = await StartPeerAsync(new PeerInstructions());
        if (!Registration.PassesNotifications)
        {
            await SendAsync(peer, Asking());
            Assert.Single(peer.Mails);
            return;
        }

        var failure = await FailureAsync(peer, Asking(), Token);

        Assert.False(failure.MayHaveBeenDelivered, "it is reported as perhaps delivered");
        Assert.Empty(peer.Mails);
    }

    static OutgoingMail Asking() => SomeMail.Of(SomeMail.Plain) with
    {
        Envelope = SomeMail.Of(SomeMail.Plain).Envelope.WithRecipients(
        [
            new ForwardPath("a@example.net") { Notify = DsnNotify.Success | DsnNotify.Failure },
            new ForwardPath("b@example.net") { Notify = DsnNotify.Never },
            new ForwardPath("c@example.net"),
        ]),
    };

    /// <summary>Compares a message; a transport that does not preserve octets may override this to compare what it does preserve.</summary>
    protected virtual void AssertSame(byte[] expected, byte[] arrived) => Assert.Equal(expected, arrived);

    TransportRegistration Registration => Registered.All<TransportRegistration>().Single(each => each.Name == Transport);

    bool AnnouncesEnd => Registration.AnnouncesEnd;

    bool Can(TransportAbilities ability) => Abilities.HasFlag(ability);

    async Task<ITransport> OpenAsync(ITransportPeer peer, string more = "") =>
        await Registered.Transports[Transport](Context($"{Msmtprc}\n{peer.Msmtprc}\n{more}"), Token);

    async Task<DeliveryReport> SendAsync(
        ITransportPeer peer, OutgoingMail mail, CancellationToken? cancellationToken = null, string more = "")
    {
        await using var connection = await OpenAsync(peer, more);
        return await connection.SendAsync(mail, cancellationToken ?? Token);
    }

    async Task<DeliveryFailure> FailureAsync(ITransportPeer peer, OutgoingMail mail, CancellationToken cancellationToken, string more = "")
    {
        DeliveryReport? report = null;
        var e = await Record.ExceptionAsync(async () => report = await SendAsync(peer, mail, cancellationToken, more));
        if (report is not null)
            AssertReport(mail, report);
        var failure = e is null ? report?.Failure : Assert.IsType<MailException>(e).Failure;
        Assert.True(failure is not null, "the mail is reported as sent");
        Assert.NotEqual(ExitCode.Ok, failure.ExitCode);
        return failure;
    }

    static void AssertArrived(ITransportPeer peer, string what, string text) => Assert.True(
        SomeMail.OnTheWire(text).AsSpan().SequenceEqual(Assert.Single(peer.Mails).Octets),
        $"{what}: this arrived instead: {ScriptText.FromOctets(peer.Mails[0].Octets)}");

    static void AssertFailed(Exception? e)
    {
        AssertAllowed(e);
        Assert.False(e is MailException { MayHaveBeenDelivered: true }, "no one was there: the mail was not delivered");
    }

    static void AssertIncomplete(DeliveryReport report)
    {
        Assert.False(report.IsComplete, "the mail is reported as sent");
        Assert.False(report.Failure?.MayHaveBeenDelivered, "no one was there: the mail was not delivered");
    }

    static void AssertSent(OutgoingMail mail, DeliveryReport report)
    {
        AssertReport(mail, report);
        Assert.True(report.IsComplete, $"the mail is not reported as sent: {report.Failure?.Message}");
        Assert.All(report.Recipients, static result => Assert.True(result.IsAccepted, $"{result.Recipient} is reported as refused"));
        Assert.False(report.FinalReply is { IsPositive: false }, "the mail is reported as sent, with a final reply that refuses it");
        Assert.True(report.MessageSize > 0, "the report has no size");
    }

    static void AssertReport(OutgoingMail mail, DeliveryReport report)
    {
        Assert.Equal(mail.Envelope.To, report.Recipients.Select(static result => result.Recipient));
        Assert.NotEqual(ExitCode.Ok, report.Failure?.ExitCode ?? ExitCode.Software);
    }
}

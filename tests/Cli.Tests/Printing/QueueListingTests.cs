using System.Text.Json;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.Printing;

/// <summary>The forms in which a queue is listed: for people, for programs, and Postfix's.</summary>
public sealed class QueueListingTests
{
    static readonly ManualTime Time = new();

    static readonly DeliveryFailure Refused = new(ExitCode.TempFail, DeliveryStage.Connect, "connect to 127.0.0.1[127.0.0.1]:9: Connection refused");

    static QueuedMail Some(string id, params string[] to) => new()
    {
        Id = id,
        Envelope = new SmtpEnvelope(new ReversePath("me@example.org"), [.. to.Select(static address => new ForwardPath(address))]),
        Origin = new MailOrigin { Account = "work", File = "/home/joe/.msmtprc", Overrides = ["port 26"] },
        Recipients = [.. to.Select(static address => new RecipientOutcome(new ForwardPath(address), SendOutcome.Deferred))],
        Accepted = Time.GetUtcNow().AddMinutes(-10),
        Size = 259,
        Attempts = 1,
    };

    // The octets of Postfix 3.7 for the same mail.
    [Fact]
    public void Postfixs_form_is_postfixs()
    {
        var mail = Some("DF4F0B1E095", "a@example.net", "b@example.net") with { LastFailure = Refused, Accepted = new(2026, 11, 29, 21, 51, 43, TimeSpan.Zero) };

        Assert.Equal(
            """
            -Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------
            DF4F0B1E095     259 Sun Nov 29 21:51:43  me@example.org
                                   (connect to 127.0.0.1[127.0.0.1]:9: Connection refused)
                                                     a@example.net
                                                     b@example.net

            -- 0 Kbytes in 1 Request.

            """,
            PostfixListing.Of([mail], TimeZoneInfo.Utc));
        Assert.Contains("\nDF4F0B1E095!     259 Sun", PostfixListing.Of([mail with { State = QueuedMailState.Held }], TimeZoneInfo.Utc), StringComparison.Ordinal);
        Assert.Contains("\nDF4F0B1E095*     259 Sun", PostfixListing.Of([mail with { IsTaken = true }], TimeZoneInfo.Utc), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_last_line_is_a_sum_and_an_empty_queue_a_sentence()
    {
        var text = PostfixListing.Of([Some("A", "a@example.net") with { Size = 1_500 }, Some("B", "b@example.net") with { Size = 1_500 }], TimeZoneInfo.Utc);

        Assert.EndsWith("\n\n-- 2 Kbytes in 2 Requests.\n", text, StringComparison.Ordinal);
        Assert.Equal("Mail queue is empty\n", PostfixListing.Of([], TimeZoneInfo.Utc));
    }

    [Fact]
    public void Each_recipient_has_its_own_reason_and_those_who_have_the_mail_are_not_listed()
    {
        var mail = Some("A", "a@example.net", "b@example.net") with
        {
            Envelope = new SmtpEnvelope(new ReversePath(""), [new ForwardPath("a@example.net")]),
            Recipients =
            [
                new RecipientOutcome(new ForwardPath("a@example.net"), SendOutcome.Sent),
                new RecipientOutcome(new ForwardPath("b@example.net"), SendOutcome.Deferred) { Reply = new ServerReply(450, null, ["full\u001b[31m"]) },
            ],
        };

        var text = PostfixListing.Of([mail], TimeZoneInfo.Utc);

        Assert.Contains(" MAILER-DAEMON\n", text, StringComparison.Ordinal);
        Assert.Contains("(450 full", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain("a@example.net", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_finds_every_field_of_every_mail()
    {
        using var json = JsonDocument.Parse(QueueJson.Of(
            [Some("A", "a@example.net"), Some("B", "b@example.net") with { State = QueuedMailState.Held, LastFailure = Refused, NextAttempt = Time.GetUtcNow() }]));

        string[] fields =
        [
            "id", "state", "account", "file", "overrides", "folder", "from", "recipients", "message_id", "size", "submitter", "accepted", "next_attempt",
            "last_attempt", "attempts", "age", "may_have_been_delivered", "error", "reply",
        ];
        Assert.All(json.RootElement.EnumerateArray(), mail => Assert.Equal(fields, mail.EnumerateObject().Select(static field => field.Name)));
        var held = json.RootElement[1];
        Assert.Equal(("held", "2026-01-02T03:04:05Z", "b@example.net", "waiting"), (
            held.GetProperty("state").GetString(), held.GetProperty("next_attempt").GetString(),
            held.GetProperty("recipients")[0].GetProperty("address").GetString(), held.GetProperty("recipients")[0].GetProperty("outcome").GetString()));
        Assert.Equal("[]\n", QueueJson.Of([]));
    }

    [Fact]
    public void A_person_reads_what_happens_next_and_why()
    {
        var mail = Some("A7", "a@example.net") with { LastFailure = Refused, NextAttempt = Time.GetUtcNow().AddMinutes(5), IsUnknown = true };

        Assert.Equal(
            """
            A7  next attempt in 5 minutes, 259 octets, accepted 10 minutes ago, 1 attempt, account work
                from me@example.org to a@example.net
                connect to 127.0.0.1[127.0.0.1]:9: Connection refused
                it may have been delivered

            """,
            QueueTable.Of([mail], Time));
        Assert.Equal("the queue is empty\n", QueueTable.Of([], Time));
    }

    [Theory]
    [InlineData("being sent", QueuedMailState.Waiting, true)]
    [InlineData("due", QueuedMailState.Waiting, false)]
    [InlineData("held", QueuedMailState.Held, false)]
    [InlineData("given up", QueuedMailState.Dead, false)]
    public void Each_state_has_its_word(string word, QueuedMailState state, bool isTaken) =>
        Assert.Equal(word, QueueTable.StateOf(Some("A", "a@y") with { State = state, IsTaken = isTaken }, Time.GetUtcNow()));
}

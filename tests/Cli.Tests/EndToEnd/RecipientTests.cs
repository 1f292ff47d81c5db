using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Nobody who is named as a recipient is lost in silence, and nobody else gets the mail.</summary>
public sealed class RecipientTests : EndToEndTest
{
    [Theory, EachFlavour]
    public async Task Words_with_an_at_sign_are_each_a_recipient(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var argument = await SendAsync(flavour, [.. Server(sink.Port), "a@x.example b@x.example", "c@x.example\n d@x.example"]);
        var fields = await SendTextAsync(
            flavour, "To: a@x.example b@x.example\nCc: c@x.example\n d@x.example (e@x.example)\nBcc : f@x.example\nTo\t: g@x.example\n" + Mail,
            [.. Server(sink.Port), "-t"]);

        Assert.Equal((0, 0), (argument.ExitCode, fields.ExitCode));
        Assert.Equal(["a@x.example", "b@x.example", "c@x.example", "d@x.example"], (await sink.NextMailAsync(Token)).Recipients);
        var mail = await sink.NextMailAsync(Token);
        Assert.Equal(["a@x.example", "b@x.example", "c@x.example", "d@x.example", "f@x.example", "g@x.example"], mail.Recipients);
        Assert.DoesNotContain("f@x.example", mail.Text, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task Words_in_front_of_a_bracket_are_a_name(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        await SendTextAsync(flavour, "To: joe@old.example <joe@new.example>, \"x@y\" Joe Smith <s@x.example>\n" + Mail, [.. Server(sink.Port), "-t"]);

        Assert.Equal(["joe@new.example", "s@x.example"], (await sink.NextMailAsync(Token)).Recipients);
    }

    public static TheoryData<Flavour, string, string> Unreadable { get; } = new(
        from flavour in Enum.GetValues<Flavour>()
        from argument in new[]
        {
            ("Joe Smith", "recipient 'Joe Smith': 'Joe Smith' is neither an address nor a local name"),
            ("a@x.example\nb@x.example", "the recipient 'a@x.example?b@x.example' holds a line break"),
            ("a@x.example, joe@exa mple.net", "recipient 'a@x.example, joe@exa mple.net': 'joe@exa mple.net' is neither an address nor a local name"),
            ("<a b@x.example>", "recipient '<a b@x.example>': '<a b@x.example>' is neither an address nor a local name"),
            ("a@x> NOTIFY=NEVER", "recipient 'a@x> NOTIFY=NEVER': 'a@x> NOTIFY=NEVER' is neither an address nor a local name"),
        }
        select (flavour, argument.Item1, argument.Item2));

    [Theory, MemberData(nameof(Unreadable))]
    public async Task An_argument_that_names_nobody_stops_the_mail(Flavour flavour, string argument, string complaint)
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(flavour, [.. Server(sink.Port), "ok@x.example", argument]);

        Assert.Equal((65, $"msmtp: {complaint}\n"), (result.ExitCode, result.ErrorText));
        Assert.Empty(sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task A_field_that_names_nobody_stops_the_mail(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await SendTextAsync(flavour, "To: ok@x.example\nCc: Joe Smith, a@x.example\n" + Mail, [.. Server(sink.Port), "-t"]);

        Assert.Equal((65, "msmtp: header field Cc: 'Joe Smith' is neither an address nor a local name\n"), (result.ExitCode, result.ErrorText));
        Assert.Empty(sink.Commands);
    }

    public static TheoryData<Flavour, string> NoSenders { get; } = new(
        from flavour in Enum.GetValues<Flavour>()
        from sender in new[]
        {
            "a@x> SIZE=1 AUTH=<b", "a@x exitcode=EX_OK", "a@x\u001b[2J", "a@x,b@x", "@x", "a@", "Joe <a@x> <b@x>",
        }
        select (flavour, sender));

    [Theory, MemberData(nameof(NoSenders))]
    public async Task What_is_no_address_sends_nothing(Flavour flavour, string sender)
    {
        await using var sink = MailSink.Start();

        var option = await SendAsync(flavour, [.. Server(sink.Port), "-f", sender, "you@example.net"]);
        var file = await SendAsync(flavour, "-C", Msmtprc(sink.Port, $"from {sender}"), "you@example.net");

        Assert.All(new[] { option, file }, static result => Assert.Equal(65, result.ExitCode));
        Assert.All(new[] { option, file }, static result => Assert.Contains("envelope-from address '", result.ErrorText, StringComparison.Ordinal));
        Assert.Empty(sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task A_sender_may_have_a_name(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Msmtprc(
            sink.Port, "from Joe User <joe@example.org>", "account other", "host 127.0.0.1", $"port {sink.Port}", "from Jane <jane@example.org>");

        await SendAsync(flavour, "-C", file, "you@example.net");
        await SendAsync(flavour, "-C", file, "-f", "Jane Doe <jane@example.org>", "you@example.net");
        await SendAsync(flavour, [.. Server(sink.Port), "-r", "\"Doe, J\" <j@example.org>", "-U", "you@example.net"]);
        await SendAsync(flavour, [.. Server(sink.Port), "-f", "<b@example.org>", "you@example.net"]);
        await SendAsync(flavour, [.. Server(sink.Port), "-f", "<>", "you@example.net"]);

        foreach (var sender in new[] { "joe@example.org", "jane@example.org", "j@example.org", "b@example.org", "" })
            Assert.Equal(sender, (await sink.NextMailAsync(Token)).Envelope.Sender);
    }

    [Theory, EachFlavour]
    public async Task An_address_writes_no_values_of_its_own_into_the_log(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(
            flavour, [.. Server(sink.Port), "--logfile=-", "-f", "\"a exitcode=EX_OK\"@x", "\"b' c\"@x.example", "d@x.example"]);

        Assert.Contains(" from='\"a exitcode=EX_OK\"@x' recipients='\"b? c\"@x.example',d@x.example mailsize=", result.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task There_is_an_end_to_recipients(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await SendTextAsync(flavour, "To: " + string.Concat(Enumerable.Repeat("a,", 2_000_000)) + "\n" + Mail, [.. Server(sink.Port), "-t"]);

        Assert.Equal((65, "msmtp: more than 100000 recipients\n"), (result.ExitCode, result.ErrorText));
        Assert.Empty(sink.Commands);
    }
}

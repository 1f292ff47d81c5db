using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

public sealed class SenderFieldTests
{
    const string Ours = "Sender: me@example.org\n";

    static readonly HeaderPolicy Off = new()
    {
        From = FieldHandling.Auto,
        AddsDate = false,
        AddsMessageId = false,
        Sender = "me@example.org",
        HostName = static () => "vm.example",
    };

    static readonly HeaderPolicy Auto = Off with { SenderField = FieldHandling.Auto };
    static readonly HeaderPolicy On = Off with { SenderField = FieldHandling.On };

    [Theory]
    [InlineData("From: boss@example.org\n\n")]
    [InlineData("From: boss@example.org, me@example.org\n\n")]
    [InlineData("From: me@example.org, me@example.org\n\n")]
    [InlineData("From: me@example.org\nFrom: me@example.org\n\n")]
    [InlineData("From: ME@example.org\n\n")]
    [InlineData("From: me+x@example.org\n\n")]
    [InlineData("from :\n boss@example.org\n\n")]
    [InlineData("From: Bosses: boss@example.org, me@example.org;\n\n")]
    public void Whoever_sends_what_others_have_written_is_named(string header)
    {
        Check(header, Ours + header, Auto);
        Check(header, Ours + header, On);
    }

    [Theory]
    [InlineData("From: me@example.org\n\n")]
    [InlineData("From: Me (at work) <me@EXAMPLE.org>\n\n")]
    [InlineData("From: <@route:me@example.org>\n\n")]
    public void The_only_author_is_not_named_twice(string header)
    {
        Check(header, header, Auto);
        Check(header, header, On);
        Check("Sender: drupal@web1\n" + header, "Sender: drupal@web1\n" + header, Auto);
        Check("Sender: drupal@web1,\n x@y\n" + header + "", header, On);
    }

    [Theory]
    [InlineData("Sender: secretary@example.org\nFrom: boss@example.org\n\n")]
    [InlineData("From: boss@example.org\nsender : x\n\n")]
    public void A_Sender_field_of_the_mail_stays_unless_it_is_set_to_on(string header)
    {
        Check(header, header, Auto);
        Check(header, Ours + "From: boss@example.org\n\n", On);
    }

    [Theory]
    [InlineData("Sender:\nFrom: boss@example.org\n\n")]
    [InlineData("Sender: <>\nFrom: boss@example.org\n\n")]
    public void One_that_names_nobody_does_not_count(string header)
    {
        Check(header, Ours + "From: boss@example.org\n\n", Auto);
        Check(header, Ours + "From: boss@example.org\n\n", On);
    }

    [Theory]
    [InlineData("From: boss@example.org\nSender: Me <me@example.org>\n\n")]
    public void One_that_says_it_already_stays_with_its_name(string header)
    {
        Check(header, header, On);
        Check(header, header, Auto);
        Check("Sender: x@y\n" + header, Ours + "From: boss@example.org\n\n", On);
    }

    [Fact]
    public void A_From_field_that_we_have_written_needs_none()
    {
        const string header = "From: root@web1\nSender: root@web1\nX: 1\n\n";

        Check(header, "From: me@example.org\nX: 1\n\n", On with { From = FieldHandling.On });
        Check(header, "From: me@example.org\nSender: root@web1\nX: 1\n\n", Auto with { From = FieldHandling.On });
        Check("X: 1\n\n", "From: me@example.org\nX: 1\n\n", Auto);
        Check("X: 1\n\n", Ours + "X: 1\n\n", Auto with { From = FieldHandling.Off });
    }

    [Theory]
    [InlineData("Resent-From: me@example.org\nFrom: boss@example.org\n\n")]
    [InlineData("From: boss@example.org\nSender: x@y\nResent-To: a@b\n\n")]
    public void A_message_that_is_resent_keeps_that_of_its_original(string header)
    {
        Check(header, header, Auto);
        Check(header, header, On);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<>")]
    [InlineData("mailer-daemon")]
    public void Nobody_is_not_named(string sender)
    {
        const string header = "From: boss@example.org\nSender: x@y\n\n";

        Check(header, header, On with { Sender = sender });
        Check("From: boss@example.org\n\n", "From: boss@example.org\n\n", Auto with { Sender = sender });
    }

    [Fact]
    public void Off_it_is_as_in_msmtp()
    {
        const string header = "From: boss@example.org, me@example.org\nSender:\nSender: x\n\n";

        Check(header, header, Off);
        Assert.Equal(FieldHandling.Off, new HeaderPolicy(AccountSettings.Empty) { Sender = "", HostName = Off.HostName }.SenderField);
        var set = AccountSettings.Empty.With(MessageSettings.SetSender, FieldHandling.On).With(MessageSettings.KeepFromName, true);
        var policy = new HeaderPolicy(set) { Sender = "", HostName = Off.HostName };
        Assert.Equal((FieldHandling.On, true), (policy.SenderField, policy.KeepsName));
    }

    [Fact]
    public void Domains_are_compared_by_what_they_mean()
    {
        const string header = "From: me@xn--bcher-kva.example\n\n";

        Check(header, header, Auto with { Sender = "me@BÜCHER.example" });
        Check("From: x@y\n\n", "Sender: me@xn--bcher-kva.example\nFrom: x@y\n\n", Auto with { Sender = "me@BÜCHER.example" });
    }

    [Fact]
    public void It_stands_behind_From_and_before_the_rest()
    {
        var policy = On with { From = FieldHandling.Off, To = ToHandling.Undisclosed };

        Check("To: a\n\n", Ours + "To: undisclosed-recipients:;\n\n", policy);
    }

    static void Check(string header, string result, HeaderPolicy policy) =>
        Assert.Equal(result, MessageText.Of(HeaderRules.Apply(MessageText.Header(header), policy)));
}

namespace Msmtp.Transport.Smtp.Tests;

public sealed class ServerDescriptionTests
{
    static readonly ServerFacts Bare = new()
    {
        Protocol = MailProtocol.Smtp,
        Host = "mail.example.org",
        Port = 25,
        Greeting = "mx.example.org ESMTP ready",
        Capabilities = Capabilities.None,
    };

    [Fact]
    public void A_server_without_capabilities_says_so()
    {
        Assert.Equal(
            ["SMTP server at mail.example.org, port 25:", "    mx.example.org ESMTP ready", "No special capabilities."],
            ServerDescription.Lines(Bare));
    }

    [Fact]
    public void A_server_that_was_reached_directly_has_an_address_and_perhaps_a_name()
    {
        var reached = Bare with { Protocol = MailProtocol.Lmtp, Address = "192.0.2.1" };

        Assert.Equal("LMTP server at mail.example.org ([192.0.2.1]), port 25:", ServerDescription.Lines(reached).First());
        Assert.Equal("LMTP server at mail.example.org (mx [192.0.2.1]), port 25:", ServerDescription.Lines(reached with { Name = "mx" }).First());
    }

    [Fact]
    public void Controls_in_the_greeting_do_not_reach_the_terminal()
    {
        Assert.Equal("    hi ?[1mthere?", ServerDescription.Lines(Bare with { Greeting = "hi \e[1mthere\a" }).ElementAt(1));
    }

    [Fact]
    public void Capabilities_stand_in_msmtps_order_with_msmtps_words()
    {
        var able = Capabilities.None with
        {
            Size = 12345,
            Pipelining = true,
            Etrn = true,
            Dsn = true,
            StartTls = true,
            Auth = true,
            Mechanisms = ["LOGIN", "CRAM-MD5", "X-NEW", "KERBEROS_V4", "PLAIN"],
        };

        Assert.Equal(
            """
            Capabilities:
                SIZE 12345:
                    Maximum message size is 12345 bytes = 12.06 KiB
                PIPELINING:
                    Support for command grouping for faster transmission
                ETRN:
                    Support for RMQS (Remote Message Queue Starting)
                DSN:
                    Support for Delivery Status Notifications
                STARTTLS:
                    Support for TLS encryption via the STARTTLS command
                AUTH:
                    Supported authentication methods:
                    PLAIN CRAM-MD5 LOGIN X-NEW 
            This server might advertise more or other capabilities when TLS is active.
            """.ReplaceLineEndings("\n").Split('\n'),
            ServerDescription.Lines(Bare with { Capabilities = able, Mechanisms = ["PLAIN", "X-NEW"] }).Skip(2));
    }

    [Theory]
    [InlineData(0, "unlimited")]
    [InlineData(1024, "1024 bytes")]
    [InlineData(1025, "1025 bytes = 1.00 KiB")]
    [InlineData(1048576, "1048576 bytes = 1024.00 KiB")]
    [InlineData(1500000, "1500000 bytes = 1.43 MiB")]
    [InlineData(long.MaxValue, "9223372036854775807 bytes = 8796093022208.00 MiB")]
    public void Sizes_are_told_in_the_unit_that_fits(long size, string text)
    {
        var lines = ServerDescription.Lines(Bare with { Capabilities = Capabilities.None with { Size = size } });

        Assert.Equal($"        Maximum message size is {text}", lines.Last());
    }

    [Fact]
    public void STARTTLS_that_was_used_is_told_though_it_is_offered_no_more()
    {
        var inside = Bare with { Security = ConnectionSecurity.StartTls, Tls = ["TLS session parameters:"] };

        Assert.Equal(
            ["TLS session parameters:", "Capabilities:", "    STARTTLS:", "        Support for TLS encryption via the STARTTLS command"],
            ServerDescription.Lines(inside).Skip(2));
    }
}

namespace Msmtp.Cli.Tests.CommandLine.Information;

public sealed class VersionTextTests
{
    static readonly VersionFacts Facts = new()
    {
        Version = "0.1.0",
        Platform = "linux-x64",
        TlsLibrary = "OpenSSL",
        Mechanisms = ["PLAIN", "SCRAM-SHA-1"],
        SystemFile = "/etc/msmtprc",
        UserFile = "/home/joe/.msmtprc",
    };

    [Fact]
    public void The_lines_are_those_of_msmtp()
    {
        // A blank follows each method.
        const string Methods = "plain scram-sha-1 ";

        Assert.Equal(
            $"""
            msmtp version 1.8.23 (msmtp for .NET 0.1.0)
            Platform: linux-x64
            TLS/SSL library: OpenSSL
            Authentication library: built-in
            Supported authentication methods:
            {Methods}
            IDN support: enabled
            NLS: disabled
            Keyring support: none
            System configuration file name: /etc/msmtprc
            User configuration file name: /home/joe/.msmtprc

            Copyright (c) 2026 the msmtp for .NET authors
            This is free software.  You may redistribute copies of it under the terms of
            the MIT License <https://opensource.org/license/mit>.
            There is NO WARRANTY, to the extent permitted by law.

            """,
            VersionText.Of(Facts));
    }

    [Fact]
    public void A_keyring_is_told()
    {
        var text = VersionText.Of(Facts with { Keyrings = ["Gnome"] });

        Assert.Contains("\nKeyring support: Gnome \n", text, StringComparison.Ordinal);
    }
}

using System.Text;
using Msmtp.Testing;

namespace Msmtp.Auth.Sasl.Tests.Conformance;

/// <summary>The mechanisms that need no more than one message from the client.</summary>
public abstract class OneMessageConformance : SaslClientConformance
{
    protected override IPlugin Plugin => new SaslPlugin();

    protected abstract string Message { get; }

    protected override SaslServerSide Serve() => message =>
    {
        if (message is null)
            return [];
        Assert.Equal(Message, Encoding.UTF8.GetString(message));
        return null;
    };
}

public sealed class PlainConformance : OneMessageConformance
{
    protected override string Mechanism => "PLAIN";

    protected override string Message => $"\0joe\0{Secret}";
}

public sealed class ExternalConformance : OneMessageConformance
{
    protected override string Mechanism => "EXTERNAL";

    protected override string Message => "";
}

public sealed class OAuthBearerConformance : OneMessageConformance
{
    protected override string Mechanism => "OAUTHBEARER";

    protected override string Secret => "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGE";

    protected override string Message => $"n,a=joe,\u0001host=mail.example.org\u0001port=587\u0001auth=Bearer {Secret}\u0001\u0001";
}

public sealed class XOAuth2Conformance : OneMessageConformance
{
    protected override string Mechanism => "XOAUTH2";

    protected override string Secret => "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGE";

    protected override string Message => $"user=joe\u0001auth=Bearer {Secret}\u0001\u0001";
}

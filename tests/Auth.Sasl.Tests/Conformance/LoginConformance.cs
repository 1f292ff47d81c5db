using System.Text;
using Msmtp.Testing;

namespace Msmtp.Auth.Sasl.Tests.Conformance;

public sealed class LoginConformance : SaslClientConformance
{
    protected override IPlugin Plugin => new SaslPlugin();

    protected override string Mechanism => "LOGIN";

    protected override SaslServerSide Serve()
    {
        var expected = new Queue<string>(["joe", Secret]);
        return message =>
        {
            if (message is null)
                return "Username:"u8.ToArray();
            Assert.Equal(expected.Dequeue(), Encoding.UTF8.GetString(message));
            return expected.Count > 0 ? "Password:"u8.ToArray() : null;
        };
    }
}

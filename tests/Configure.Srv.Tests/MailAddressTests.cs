namespace Msmtp.Configure.Srv.Tests;

public sealed class MailAddressTests
{
    [Theory]
    [InlineData("joe@example.org", "joe", "example.org")]
    [InlineData("\"a@b\"@example.org", "\"a@b\"", "example.org")]
    public void The_last_at_sign_divides_it(string text, string local, string domain)
    {
        Assert.True(MailAddress.TryParse(text, out var address));
        Assert.Equal(new MailAddress(local, domain), address);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("joe")]
    [InlineData("@")]
    [InlineData("@example.org")]
    [InlineData("joe@")]
    [InlineData("joe\npassword x@example.org")]
    [InlineData("joe@example.org\r")]
    [InlineData("joe\u0085@example.org")]
    public void What_lacks_a_part_or_holds_a_control_character_is_none(string text)
    {
        Assert.False(MailAddress.TryParse(text, out _));
    }
}

using FsCheck.Fluent;
using FsCheck.Xunit;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.SignIn;

namespace Msmtp.Secrets.OAuth.Tests.SignIn;

public sealed class PastedAddressTests
{
    static readonly Provider Anybody = new("anybody");

    [Theory]
    [InlineData("http://127.0.0.1:8025/?code=4%2F0AbCdEf&state=xyz")]
    [InlineData("  \"http://127.0.0.1:8025/?state=xyz&code=4%2F0AbCdEf\" \r\n")]
    [InlineData("<http://localhost:8025?code=4%2F0AbCdEf&state=xyz#>")]
    [InlineData("\u201Chttps://localhost/?code=4%2F0AbC\r\n    dEf&st\nate=xyz\u201D,")]
    [InlineData("127.0.0.1:8025/?code=4%2F0AbCdEf&state=xyz#_=_")]
    [InlineData("?code=4%2F0AbCdEf&state=xyz")]
    [InlineData("code=4%2F0AbCdEf&state=xyz")]
    [InlineData("state=xyz&code=4%2F0AbCdEf")]
    [InlineData("\u00A0code=4/0AbCdEf&\u200Bstate=xyz\uFEFF")]
    public void The_address_or_its_query_is_enough_however_it_was_copied(string text)
    {
        var response = PastedAddress.Read(text, "xyz");

        Assert.Equal("4/0AbCdEf", response.CodeFrom(Anybody));
    }

    [Theory]
    [InlineData("4%2F0AbCdEfGhIjKlMn", "4/0AbCdEfGhIjKlMn")]
    [InlineData(" '4/0AbCdEfGhIjKlMn' ", "4/0AbCdEfGhIjKlMn")]
    [InlineData("M.C105_BAY.2.U.01234567-89ab", "M.C105_BAY.2.U.01234567-89ab")]
    public void A_code_alone_is_taken_too(string text, string code) =>
        Assert.Equal(code, PastedAddress.Read(text, "xyz").CodeFrom(Anybody));

    [Fact]
    public void A_code_alone_does_not_say_who_sent_it()
    {
        var telling = new Provider("telling") { Issuer = "https://id.example.org", SendsIssuer = true };

        Assert.Throws<MailException>(() => PastedAddress.Read("4/0AbCdEfGhIjKlMn", "xyz").CodeFrom(telling));
    }

    [Theory]
    [InlineData("", "nothing was pasted")]
    [InlineData(" \"\" \n", "nothing was pasted")]
    [InlineData("yes", "it is neither an address with a code in it nor a code")]
    [InlineData("p20LnKqglyJfmM-aRf3Y&iss=https%3A%2F%2Fid.example.org", "it is neither an address with a code in it nor a code")]
    [InlineData("http://127.0.0.1:8025/", "it is neither an address with a code in it nor a code")]
    [InlineData("das-ist-kein-g\u00FCltiger-Code", "it is neither an address with a code in it nor a code")]
    [InlineData("https://x/auth?client_id=me&state=xyz", "there is no code in it: it has to be the address that the browser ends up at")]
    [InlineData("http://127.0.0.1:8025/?code=c&state=abc", "it belongs to another sign-in (its state differs), or its end is missing")]
    [InlineData("http://127.0.0.1:8025/?code=c&state=xy", "it belongs to another sign-in (its state differs), or its end is missing")]
    [InlineData("http://127.0.0.1:8025/?code=c", "it belongs to another sign-in (its state differs), or its end is missing")]
    [InlineData("code=c&code=d&state=xyz", "a parameter comes twice")]
    public void What_cannot_be_used_is_told(string text, string why) =>
        Assert.Equal(why, Assert.Throws<InvalidDataException>(() => PastedAddress.Read(text, "xyz")).Message);

    [Fact]
    public void An_error_is_one_here_too() =>
        Assert.Equal("access_denied", PastedAddress.Read("http://127.0.0.1:8025/?error=access_denied&state=xyz", "xyz").Error);

    [Property]
    public void Anything_can_be_pasted(string? text)
    {
        try
        {
            Assert.NotNull(PastedAddress.Read(text ?? "", "xyz"));
        }
        catch (InvalidDataException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }
}

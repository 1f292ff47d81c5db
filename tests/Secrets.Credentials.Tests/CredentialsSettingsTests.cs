namespace Msmtp.Secrets.Credentials.Tests;

public sealed class CredentialsSettingsTests
{
    [Theory]
    [InlineData("mail-password", true)]
    [InlineData("a b.c", true)]
    [InlineData("", true)]
    [InlineData("..", false)]
    [InlineData(".", false)]
    [InlineData("../passwd", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("a/b", false)]
    public void A_name_does_not_lead_out_of_its_folder(string name, bool isValid)
    {
        Assert.Equal(isValid, Applies(CredentialsSettings.Name, name));
        Assert.Equal(isValid, Applies(CredentialsSettings.KeyName, name));
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_name_is_no_longer_than_that_of_a_file(int length, bool isValid) =>
        Assert.Equal(isValid, Applies(CredentialsSettings.Name, new string('x', length)));

    [Theory]
    [InlineData("3", true)]
    [InlineData("63", true)]
    [InlineData("", true)]
    [InlineData("0", false)]
    [InlineData("2", false)]
    [InlineData("-1", false)]
    [InlineData("x", false)]
    public void A_descriptor_is_none_of_the_standard_ones(string number, bool isValid) =>
        Assert.Equal(isValid, Applies(CredentialsSettings.Descriptor, number));

    static bool Applies(SettingKey key, string argument) =>
        key.Spellings[0].TryApply(new SettingArgument(argument), new AccountSettingsBuilder());

    [Fact]
    public void Where_files_have_no_numbers_the_account_says_so()
    {
        var settings = AccountSettings.Empty.With(CredentialsSettings.Descriptor, 3);

        Assert.Equal(
            "credential_fd does not work on Windows, which has no file descriptor numbers", CredentialsSettings.Fault(settings, isWindows: true));
        Assert.Null(CredentialsSettings.Fault(settings, isWindows: false));
        Assert.Null(CredentialsSettings.Fault(AccountSettings.Empty, isWindows: true));
    }
}

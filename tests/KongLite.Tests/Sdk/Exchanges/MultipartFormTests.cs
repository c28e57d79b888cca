using System.Text;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Sdk.Exchanges;

public sealed class MultipartFormTests
{
    [Fact]
    public void Shows_the_parts_as_they_came()
    {
        byte[] body = Encoding.UTF8.GetBytes(
            "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
            + "--b\r\nX: y\r\nContent-Disposition: form-data; name=f; filename=\"x\"\r\n\r\n\r\n--b--\r\n");

        var form = MultipartForm.Parse(body, "multipart/form-data; boundary=b");

        Assert.Equal("b", form.Boundary);
        Assert.Equal(
            [("a", false, "Content-Disposition: form-data; name=\"a\"", "1"), ("f", true, "X: y\r\nContent-Disposition: form-data; name=f; filename=\"x\"", "")],
            form.Parts.Select(part => (part.Name, part.IsFile, Encoding.UTF8.GetString(part.Header.Span), Encoding.UTF8.GetString(part.Content.Span))));
    }
}

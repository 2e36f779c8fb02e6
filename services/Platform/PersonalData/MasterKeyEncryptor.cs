using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Ops.Platform.PersonalData;

/// <summary>
/// Encrypts what is secret in a data key under the master that is current; the element names the master.
/// </summary>
internal sealed class MasterKeyEncryptor(MasterKeys masters) : IXmlEncryptor
{
    internal static readonly XName Element = "underMaster";
    internal static readonly XName Master = "master";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        return new(
            Wrap(masters.Current, Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))),
            typeof(MasterKeyDecryptor));
    }

    /// <summary>The same secret under another master.</summary>
    /// <exception cref="InvalidOperationException">Its master is not among those that are set.</exception>
    public static XElement Rewrap(XElement wrapped, MasterKeys masters) =>
        Wrap(masters.Current, Unwrap(wrapped, masters));

    /// <exception cref="InvalidOperationException">Its master is not among those that are set.</exception>
    public static byte[] Unwrap(XElement wrapped, MasterKeys masters)
    {
        var id = (string?)wrapped.Attribute(Master);
        var master =
            masters.All.FirstOrDefault(master => master.Id == id)
            ?? throw new InvalidOperationException(
                $"A data key is encrypted under the master secret {id}, which is not among {MasterKeys.Setting}.");
        return master.Decrypt(Convert.FromBase64String(wrapped.Value));
    }

    private static XElement Wrap(MasterKey master, byte[] plain) =>
        new(Element, new XAttribute(Master, master.Id), Convert.ToBase64String(master.Encrypt(plain)));
}

/// <summary>
/// Decrypts it. Data Protection makes one by the name that stands in the element: its name and this constructor must
/// stay.
/// </summary>
internal sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        ArgumentNullException.ThrowIfNull(encryptedElement);
        return XElement.Parse(
            Encoding.UTF8.GetString(
                MasterKeyEncryptor.Unwrap(encryptedElement, services.GetRequiredService<MasterKeys>())));
    }
}

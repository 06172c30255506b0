export const usage = `latent-lens: train autoencoders and variational autoencoders, and use them

  latent-lens train    --data PATH|builtin:digits|builtin:shapes
                       [--model vae|ae] [--preset explore|classic|conv|text] [--latent N] [--epochs N] [--batch N]
                       [--seed N] [--beta X] [--learning-rate X] [--validation-split X] [--name TEXT] [--out DIR]
  latent-lens resume   --run DIR                          go on with a run that was stopped
  latent-lens evaluate --run DIR --data PATH              losses on other data
                       [--samples N]                      and log p(x), from N draws of z
  latent-lens encode   --run DIR --data PATH --out z.npy  posterior means
  latent-lens decode   --run DIR --z z.npy --out x.npy    means of p(x|z)
  latent-lens inspect  --data PATH                        what a data set holds
  latent-lens convert  --data PATH --out x.npy            the values exactly as stored
                       [--labels y.npy] [--labels-from FILE|COLUMN|ARRAY]
  latent-lens libraries                                   TensorFlow libraries on this machine
  latent-lens benchmark                                   ms a training step, dense and convolutional
  latent-lens download mnist|fashion-mnist                fetch a data set, and check it
                       [--out DIR] [--mirror URL]

  --labels FILE|COLUMN   labels of images, or the column that labels the rows
                         (convert writes them to --labels and finds them by --labels-from)
  --array NAME           which array of an .npz or safetensors file
  --tile N|HxW           the size of the pictures on a sheet
  --text-column NAME     (train) read a column of a table as text
  --text-mode lines|windows
                         (train) each line of a text is an example, or each --text-length N characters
  --limit N              at most N examples: the first, or an even sample where that has more classes
  --memory MB            memory for examples: more are read from disk; else a quarter of the machine's
  --backend auto|tensorflow|wasm|cpu
  --library PATH         a TensorFlow library, or a Python environment that has one
  --json                 one JSON object a line

All losses are in nats per example. Exit status: 0 done, 1 a fault of ours, 2 a mistake in the call or the data.
`;

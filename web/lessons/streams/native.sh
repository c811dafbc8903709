awsemu kinesis create-stream --stream-name orders --shard-count 1
awsemu kinesis wait stream-exists --stream-name orders
awsemu kinesis put-records --stream-name orders --records \
  "PartitionKey=ada,Data=$(printf 'a book for ada' | base64)" \
  "PartitionKey=grace,Data=$(printf 'a book for grace' | base64)" \
  "PartitionKey=linus,Data=$(printf 'a book for linus' | base64)"
